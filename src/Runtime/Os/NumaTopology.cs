namespace Slabwise.Os;

/// <summary>Which memory node each CPU belongs to, and which nodes lie nearest to each other.</summary>
/// <remarks>Nodes are counted from 0 without gaps here, whatever numbers the system gives them. A node counts if it has both memory and CPUs:
/// CPUs without memory belong to the nearest that counts, and memory without CPUs (such as an expander's) is left to the system.</remarks>
internal sealed class NumaTopology
{
    /// <summary>All memory alike: one node, whose CPUs are all.</summary>
    public static readonly NumaTopology OneNode = new([0], [], [[0]]);

    private readonly int[] _numbers, _nodeOfCpu;
    private readonly int[][] _nearest;

    /// <param name="numbers">What the system calls each node.</param>
    /// <param name="nodeOfCpu">The node of every CPU; those beyond it belong to node 0.</param>
    /// <param name="nearest">For every node all nodes, itself first and then by distance.</param>
    public NumaTopology(int[] numbers, int[] nodeOfCpu, int[][] nearest)
    {
        _numbers = numbers;
        _nodeOfCpu = nodeOfCpu;
        _nearest = nearest;
    }

    /// <summary>What pools that start from now on go by: the machine's, unless <c>numa:off</c> or a test says otherwise.</summary>
    public static NumaTopology Current { get; set; } = SlabwiseOptions.NumaAware ? NumaReader.Read(NumaReader.SystemRoot) : OneNode;

    /// <summary>How many nodes there are, at least one.</summary>
    public int Nodes => _numbers.Length;

    /// <summary>What the system calls a node.</summary>
    public int NumberOf(int node) => _numbers[node];

    /// <summary>The node of a CPU; 0 for a CPU that was not there when this was read.</summary>
    public int NodeOf(int cpu) => (uint)cpu < (uint)_nodeOfCpu.Length ? _nodeOfCpu[cpu] : 0;

    /// <summary>Where memory of a node lies; anywhere on a machine with one.</summary>
    public MemoryNode MemoryOf(int node) => Nodes == 1 ? MemoryNode.Anywhere : MemoryNode.Of(NumberOf(node));

    /// <summary>The node of the CPU that this thread runs on at this moment.</summary>
    public int CurrentNode() => NodeOf(CpuTopology.CurrentCpu());

    /// <summary>All nodes in the order in which they should serve a node: itself, then the nearest.</summary>
    public ReadOnlySpan<int> NearestTo(int node) => _nearest[node];
}
