using System.Runtime.CompilerServices;
using Slabwise.Os;

namespace Slabwise.Runtime.Tests;

/// <summary>Gives this process two memory nodes before the first pool starts: even CPUs belong to one, odd ones to the other.</summary>
/// <remarks>Their numbers are none that the machine has, so the system refuses to bind anything to them; everything else is as on such a machine.</remarks>
internal static class TwoNodes
{
    [ModuleInitializer]
    internal static void MakeUp() =>
        NumaTopology.Current = new NumaTopology([900, 901], [.. Enumerable.Range(0, CpuTopology.PossibleCpus).Select(cpu => cpu & 1)], [[0, 1], [1, 0]]);
}
