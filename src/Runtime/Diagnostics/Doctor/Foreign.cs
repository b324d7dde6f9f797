namespace Slabwise.Diagnostics.Doctor;

/// <summary>Memory that is not Slabwise's: the GC heap's, or other native memory.</summary>
/// <remarks>Every .NET process has tens of MiB of both. So it is growth that counts, or that one of them is most of a large process.</remarks>
internal static class Foreign
{
    // The collector's budget for new objects alone moves by some MiB between two looks.
    private const int GrowthInLeasts = 4, GrowthShare = 8;

    private const long LargeBytes = 256 << 20;

    public static IEnumerable<Finding> Find(Examination examination)
    {
        ProcessMemory before = examination.Earlier.Process, now = examination.Later.Process;
        if (Counts(examination, now.GcHeapBytes, now.GcHeapBytes - before.GcHeapBytes))
        {
            yield return new Finding(
                FindingKind.GcHeap,
                "",
                Explained(now.GcHeapBytes, now.GcHeapBytes - before.GcHeapBytes, now),
                MessageOf("the GC heap has", now.GcHeapBytes, now.GcHeapBytes - before.GcHeapBytes, now),
                "Slabwise has no part in it: look with dotnet-counters or dotnet-gcdump. DOTNET_GCConserveMemory and GCHeapHardLimit bound it; rule SLAB303 finds arrays of the large object heap that a pool would take.");
        }

        if (Counts(examination, now.OtherBytes, now.OtherBytes - before.OtherBytes))
        {
            yield return new Finding(
                FindingKind.OtherNative,
                "",
                Explained(now.OtherBytes, now.OtherBytes - before.OtherBytes, now),
                MessageOf("native memory of neither Slabwise nor the GC heap has", now.OtherBytes, now.OtherBytes - before.OtherBytes, now),
                "Slabwise has no part in it: look for NativeMemory.Alloc, Marshal.AllocHGlobal, native libraries and thread stacks, and into /proc/PID/smaps. MALLOC_ARENA_MAX bounds what glibc keeps; NativeHeap in its place is counted here.");
        }
    }

    private static bool Counts(Examination examination, long bytes, long growth)
    {
        long residentSet = examination.Later.Process.ResidentSetBytes;
        return growth >= Math.Max(examination.Least * GrowthInLeasts, residentSet / GrowthShare) || IsMost(bytes, residentSet);
    }

    private static bool IsMost(long bytes, long residentSet) => bytes >= LargeBytes && bytes > residentSet / 2;

    private static long Explained(long bytes, long growth, in ProcessMemory now) => IsMost(bytes, now.ResidentSetBytes) ? bytes : growth;

    private static string MessageOf(string whose, long bytes, long growth, in ProcessMemory now) =>
        $"{whose} {Words.Bytes(bytes)}, {Words.Percent(bytes, now.ResidentSetBytes)} of the resident set of {Words.Bytes(now.ResidentSetBytes)}, {(growth >= 0 ? $"{Words.Bytes(growth)} more" : $"{Words.Bytes(-growth)} less")} than before; Slabwise has {Words.Bytes(now.SlabwiseBytes)}.";
}
