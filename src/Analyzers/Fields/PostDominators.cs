using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Fields;

/// <summary>
/// Where the sides of a test come together again. A side that throws never does, so what follows a guard that throws
/// hangs on the guard.
/// </summary>
internal sealed class PostDominators
{
    /// <summary>Beyond this no test is taken to end: the sets grow with the square of the blocks.</summary>
    private const int MaxBlocks = 300;

    private readonly int[] _nearest;

    public PostDominators(ControlFlowGraph graph)
    {
        int count = graph.Blocks.Length;
        _nearest = new int[count];
        for (int i = 0; i < count; i++) _nearest[i] = -1;
        if (count <= MaxBlocks) Solve(graph, count);
    }

    /// <summary>The first block that every path from <paramref name="block"/> passes, or -1.</summary>
    public int this[int block] => _nearest[block];

    private void Solve(ControlFlowGraph graph, int count)
    {
        // One more than there are blocks: where throws and the ends of finally regions go.
        int[][] successors = new int[count][];
        for (int i = 0; i < count; i++) successors[i] = Successors(graph.Blocks[i], count);
        bool[][] passed = new bool[count + 1][];
        for (int i = 0; i < count; i++)
        {
            passed[i] = new bool[count + 1];
            bool ends = successors[i].Length == 0;
            for (int j = 0; j <= count; j++) passed[i][j] = !ends || j == i;
        }

        passed[count] = new bool[count + 1];
        passed[count][count] = true;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = count - 1; i >= 0; i--)
            {
                if (successors[i].Length == 0) continue;
                for (int j = 0; j <= count; j++)
                {
                    if (j == i || !passed[i][j]) continue;
                    bool all = true;
                    foreach (int successor in successors[i]) all &= passed[successor][j];
                    if (all) continue;
                    passed[i][j] = false;
                    changed = true;
                }
            }
        }

        for (int i = 0; i < count; i++) _nearest[i] = Nearest(passed, i, count);
    }

    // The nearest one is passed by all that lie behind it, so it has the most post-dominators itself.
    private static int Nearest(bool[][] passed, int block, int count)
    {
        int best = -1, most = -1;
        for (int j = 0; j < count; j++)
        {
            if (j == block || !passed[block][j]) continue;
            int size = 0;
            for (int k = 0; k <= count; k++) size += passed[j][k] ? 1 : 0;
            if (size <= most) continue;
            most = size;
            best = j;
        }

        return best;
    }

    private static int[] Successors(BasicBlock block, int outside)
    {
        List<int> successors = [];
        foreach (ControlFlowBranch? branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
            if (branch is not null) successors.Add(branch.Destination?.Ordinal ?? outside);
        return [.. successors];
    }
}
