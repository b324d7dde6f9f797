using System.Runtime.InteropServices;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>Gives pages inside of a pinned array back to the system, while the array lives on.</summary>
/// <remarks>The collector neither moves a pinned array nor reads its bytes: pages that are gone read zero and come back when they are written. An idle process
/// does not collect, so a block that is only left to the collector stays resident.</remarks>
internal static partial class IdlePages
{
    private const int DontNeed = 4;    // MADV_DONTNEED

    private static readonly bool s_isLinux = OperatingSystem.IsLinux();

    /// <summary>Discards what the pages hold, where the system can; else it stays.</summary>
    public static void Discard(nint address, int bytes)
    {
        if (s_isLinux && ((address | bytes) & (Environment.SystemPageSize - 1)) == 0) _ = Madvise(address, bytes, DontNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(nint address, nint bytes, int advice);
}
