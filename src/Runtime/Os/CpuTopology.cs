using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>How many CPUs the kernel may ever name.</summary>
/// <remarks><see cref="Environment.ProcessorCount"/> is no bound: under an affinity mask of CPU 1 alone it says 1,
/// while threads run on CPU number 1.</remarks>
internal static partial class CpuTopology
{
    /// <summary>One more than the highest possible CPU number.</summary>
    public static readonly int PossibleCpus = ReadPossible("/sys/devices/system/cpu/possible");

    private static int UnknownCpus => Math.Max(1024, Environment.ProcessorCount);

    /// <summary>Where this thread runs at this moment; -1 where the system does not say.</summary>
    /// <remarks>Not <see cref="Thread.GetCurrentProcessorId"/>, which remembers its answer for some fifty calls. Linux only.</remarks>
    public static int CurrentCpu() => sched_getcpu();

    [LibraryImport("libc")]
    [SuppressGCTransition]
    private static partial int sched_getcpu();

    /// <summary>Reads a kernel list such as <c>0-3,8</c>; falls back to a generous 1,024 where it cannot be read.</summary>
    internal static int ReadPossible(string path)
    {
        try
        {
            List<int> possible = KernelList.Parse(File.ReadAllText(path));
            return possible.Count > 0 ? possible.Max() + 1 : UnknownCpus;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return UnknownCpus;
        }
    }
}
