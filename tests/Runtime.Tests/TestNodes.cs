using Slabwise.Os;

namespace Slabwise.Runtime.Tests;

/// <summary>Lets the process believe in several memory nodes, of which one has all CPUs; the test says which one at every moment.</summary>
/// <remarks>So no thread need be pinned, and one CPU is enough. Their numbers are none that a machine has, and new ones each time: bookkeeping
/// memory of a node is bound when it is first asked for.</remarks>
internal sealed class TestNodes : IDisposable
{
    private static int s_nextNumber = 2000;

    private readonly NumaTopology _before = NumaTopology.Current;
    private readonly int _count, _firstNumber;

    public TestNodes(int count)
    {
        _count = count;
        _firstNumber = Interlocked.Add(ref s_nextNumber, 3 * count) - 3 * count;
        RunOn(0);
    }

    /// <summary>All threads run on this node from now on.</summary>
    public void RunOn(int node)
    {
        var nodeOfCpu = new int[CpuTopology.PossibleCpus];
        Array.Fill(nodeOfCpu, node);
        NumaTopology.Current = new NumaTopology(
            [.. Enumerable.Range(0, _count).Select(NumberOf)],
            nodeOfCpu,
            [.. Enumerable.Range(0, _count).Select(from => Enumerable.Range(0, _count).OrderBy(to => Math.Abs(to - from)).ToArray())]);
    }

    /// <summary>What the system would call a node.</summary>
    public int NumberOf(int node) => _firstNumber + 3 * node;

    public void Dispose() => NumaTopology.Current = _before;
}
