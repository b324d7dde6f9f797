using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>Takes this thread to a CPU and back.</summary>
internal static unsafe partial class AffinityVisit
{
    // 8,192 CPUs, the most that Linux can be built for.
    private const int MaskBytes = 1024;
    private const int InvalidArgument = 22;

    /// <summary>Whether this thread may be moved at all; false under filters that forbid it.</summary>
    public static bool IsPossible
    {
        get
        {
            byte* mask = stackalloc byte[MaskBytes];
            new Span<byte>(mask, MaskBytes).Clear();
            return sched_getaffinity(0, MaskBytes, mask) == 0 && sched_setaffinity(0, MaskBytes, mask) == 0;
        }
    }

    /// <summary>Runs on a CPU for a moment. A CPU that is offline or not ours needs no visit: none of our threads can be there.</summary>
    public static bool TryVisit(int cpu)
    {
        byte* before = stackalloc byte[2 * MaskBytes];
        byte* there = before + MaskBytes;
        new Span<byte>(before, 2 * MaskBytes).Clear();
        if (sched_getaffinity(0, MaskBytes, before) != 0) return false;
        there[cpu >> 3] = (byte)(1 << (cpu & 7));
        if (sched_setaffinity(0, MaskBytes, there) != 0) return Marshal.GetLastPInvokeError() == InvalidArgument;
        return sched_setaffinity(0, MaskBytes, before) == 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_getaffinity(int thread, nint bytes, byte* mask);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setaffinity(int thread, nint bytes, byte* mask);
}
