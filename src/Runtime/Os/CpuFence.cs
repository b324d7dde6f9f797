using Slabwise.Diagnostics;

namespace Slabwise.Os;

/// <summary>How a cache is taken from a CPU that may be in the middle of a sequence: by <c>membarrier</c>, or where that is refused by
/// going there.</summary>
/// <remarks>A thread that has arrived on a CPU has displaced whoever ran there, and a displaced sequence starts over. A visit costs three
/// system calls and two migrations, where the fence is one call.</remarks>
internal static class CpuFence
{
    private static readonly bool s_membarrier = Membarrier.TryRegister();

    /// <summary>Lets tests go the slower way where the faster one is there too.</summary>
    internal static bool UseVisits { get; set; }

    /// <summary><c>membarrier</c>, <c>visits</c>, or empty where there is neither.</summary>
    public static string Way => s_membarrier ? "membarrier" : AffinityVisit.IsPossible ? "visits" : "";

    /// <summary>Returns after every sequence that ran on <paramref name="cpu"/> has committed or will start over.</summary>
    public static void Pass(int cpu)
    {
        bool passed = s_membarrier && !UseVisits ? Membarrier.FenceCpu(cpu) : AffinityVisit.TryVisit(cpu);
        Check.Always(passed, "a CPU whose sequences were counted on can be fenced");
    }
}
