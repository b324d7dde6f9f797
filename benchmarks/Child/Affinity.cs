using System.Runtime.InteropServices;

namespace Slabwise.Benchmarks.Child;

/// <summary>Keeps a thread on one processor, on Linux, where the process may use more than one; elsewhere it does nothing.</summary>
internal static unsafe partial class Affinity
{
    private const int Bytes = 128;

    /// <summary>Binds the calling thread to the processor of this rank among those that the process may use.</summary>
    public static void BindToProcessor(int rank)
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2) return;
        Span<byte> allowed = stackalloc byte[Bytes];
        allowed.Clear();
        fixed (byte* mask = allowed)
        {
            if (GetAffinity(0, Bytes, mask) <= 0) return;
        }
        int[] processors = Set(allowed);
        int chosen = processors[rank % processors.Length];
        allowed.Clear();
        allowed[chosen / 8] = (byte)(1 << chosen % 8);
        fixed (byte* mask = allowed)
        {
            _ = SetAffinity(0, Bytes, mask);
        }
    }

    private static int[] Set(ReadOnlySpan<byte> mask)
    {
        var set = new List<int>();
        for (int bit = 0; bit < mask.Length * 8; bit++)
        {
            if ((mask[bit / 8] >> bit % 8 & 1) != 0) set.Add(bit);
        }
        return [.. set];
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, byte* mask);
}
