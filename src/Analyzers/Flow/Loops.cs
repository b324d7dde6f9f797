using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Finds out what a loop does each time round. Asked about few operations, so it computes nothing in advance.</summary>
internal static class Loops
{
    /// <summary>Whether no round of the innermost loop around <paramref name="operation"/> goes past it.</summary>
    public static bool RunsEveryRound(ControlFlowGraph graph, IOperation operation)
    {
        if (BlockOf(graph, operation) is not { } block) return false;
        List<int>[] successors = [.. graph.Blocks.Select(source => Successors(graph, source))];
        HashSet<int> all = Reach(successors, 0, avoid: -1);
        HashSet<int>? innermost = null;
        List<int> ends = [];
        foreach (int head in all)
        {
            List<int> latches = [.. all.Where(source => successors[source].Contains(head) && Dominates(successors, head, source))];
            HashSet<int> body = [.. latches.SelectMany(latch => Body(successors, all, head, latch))];
            if (!body.Contains(block.Ordinal) || (innermost is not null && body.Count >= innermost.Count)) continue;
            innermost = body;
            ends = latches;
        }

        return ends.Count > 0 && ends.TrueForAll(latch => Dominates(successors, block.Ordinal, latch));
    }

    private static BasicBlock? BlockOf(ControlFlowGraph graph, IOperation operation)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation statement in block.Operations)
                if (statement.DescendantsAndSelf().Contains(operation)) return block;
            if (block.BranchValue?.DescendantsAndSelf().Contains(operation) == true) return block;
        }

        return null;
    }

    private static bool Dominates(List<int>[] successors, int first, int second) =>
        first == second || !Reach(successors, 0, avoid: first).Contains(second);

    // A node is in the loop if it reaches the latch without passing the head.
    private static HashSet<int> Body(List<int>[] successors, HashSet<int> all, int head, int latch)
    {
        HashSet<int> body = [head];
        foreach (int node in all)
            if (node == latch || (node != head && Reach(successors, node, avoid: head).Contains(latch))) body.Add(node);
        return body;
    }

    private static HashSet<int> Reach(List<int>[] successors, int from, int avoid)
    {
        HashSet<int> reached = [];
        Stack<int> open = new();
        if (from != avoid) open.Push(from);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (!reached.Add(node)) continue;
            foreach (int next in successors[node])
                if (next != avoid) open.Push(next);
        }

        return reached;
    }

    // A branch that passes finally regions enters the first of them; the end of a finally goes wherever a branch through it does.
    private static List<int> Successors(ControlFlowGraph graph, BasicBlock block)
    {
        List<int> successors = [];
        foreach (ControlFlowBranch? branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
        {
            if (branch is null) continue;
            if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
            {
                foreach (BasicBlock source in graph.Blocks)
                {
                    foreach (ControlFlowBranch? through in new[] { source.FallThroughSuccessor, source.ConditionalSuccessor })
                    {
                        if (through is null) continue;
                        int index = IndexOfFinally(through, block);
                        if (index < 0) continue;
                        if (index + 1 < through.FinallyRegions.Length) successors.Add(through.FinallyRegions[index + 1].FirstBlockOrdinal);
                        else if (through.Destination is { } end) successors.Add(end.Ordinal);
                    }
                }
            }
            else if (!branch.FinallyRegions.IsEmpty)
            {
                successors.Add(branch.FinallyRegions[0].FirstBlockOrdinal);
            }
            else if (branch.Destination is { } destination)
            {
                successors.Add(destination.Ordinal);
            }
        }

        return successors;
    }

    private static int IndexOfFinally(ControlFlowBranch branch, BasicBlock end)
    {
        for (int i = 0; i < branch.FinallyRegions.Length; i++)
            if (branch.FinallyRegions[i].LastBlockOrdinal == end.Ordinal) return i;
        return -1;
    }
}
