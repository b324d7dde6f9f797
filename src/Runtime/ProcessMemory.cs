using Slabwise.Os;

namespace Slabwise;

/// <summary>Whose the process's resident memory is, in bytes: Slabwise's, the GC heap's, or somebody else's.</summary>
/// <remarks>
/// <para><c>ResidentSetBytes == SlabwiseBytes + GcHeapBytes + OtherBytes</c>, by construction: Slabwise's part is its
/// <see cref="MemoryTotals.FootprintBytes"/>, the GC heap's what it has committed, each no more than what is left of the resident set. Committed
/// pages of the GC heap that were never touched are thus counted as its, and <see cref="OtherBytes"/> is at least what it says.</para>
/// </remarks>
public readonly record struct ProcessMemory
{
    /// <summary>The process's resident set, as the system counts it.</summary>
    public long ResidentSetBytes { get; internal init; }

    /// <summary>What of it is Slabwise's.</summary>
    public long SlabwiseBytes { get; internal init; }

    /// <summary>What of it is the garbage collector's heap, at most.</summary>
    public long GcHeapBytes { get; internal init; }

    /// <summary>The rest, at least: the runtime, code, stacks, the C library's heap, mapped files.</summary>
    public long OtherBytes => ResidentSetBytes - SlabwiseBytes - GcHeapBytes;

    internal static ProcessMemory Split(long residentSet, long slabwise, long gcCommitted)
    {
        long ours = Math.Min(slabwise, residentSet);
        return new ProcessMemory
        {
            ResidentSetBytes = residentSet,
            SlabwiseBytes = ours,
            GcHeapBytes = Math.Min(gcCommitted, residentSet - ours),
        };
    }

    // Before the first collection nothing is said of committed bytes.
    internal static ProcessMemory Of(in MemoryTotals totals) =>
        Split(ResidentSet.Read(), totals.FootprintBytes, Math.Max(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, GC.GetTotalMemory(false)));
}
