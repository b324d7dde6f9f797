using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>Ends every restartable sequence that is under way on a CPU: the fence with which a cache is taken from it.</summary>
internal static partial class Membarrier
{
    private const long SystemCallNumberX64 = 324;
    private const int PrivateExpeditedRseq = 1 << 7, RegisterPrivateExpeditedRseq = 1 << 8, FlagCpu = 1;

    /// <summary>Registers the process; false where the kernel (before 5.10) or a filter refuses.</summary>
    public static bool TryRegister() => syscall(SystemCallNumberX64, RegisterPrivateExpeditedRseq, 0, 0) == 0;

    /// <summary>Returns after every sequence that ran on <paramref name="cpu"/> has committed or aborted.</summary>
    public static bool FenceCpu(int cpu) => syscall(SystemCallNumberX64, PrivateExpeditedRseq, FlagCpu, cpu) == 0;

    [LibraryImport("libc")]
    private static partial long syscall(long number, int command, int flags, int cpu);
}
