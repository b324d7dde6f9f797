using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>What is asked of the blocks of one graph again and again, whichever rental is followed through it.</summary>
internal sealed class GraphFacts
{
    private readonly OwnershipModel _model;
    private readonly List<Handler>?[] _handlers;
    private readonly HashSet<CaptureId>?[] _captures;
    private readonly bool?[] _throws;

    public GraphFacts(ControlFlowGraph graph, OwnershipModel model)
    {
        Graph = graph;
        _model = model;
        _handlers = new List<Handler>?[graph.Blocks.Length];
        _captures = new HashSet<CaptureId>?[graph.Blocks.Length];
        _throws = new bool?[graph.Blocks.Length];
    }

    public ControlFlowGraph Graph { get; }

    public List<Handler> HandlersOf(BasicBlock block) => _handlers[block.Ordinal] ??= Handler.Around(block.EnclosingRegion);

    /// <summary>The temporaries that code in the block can reach.</summary>
    public HashSet<CaptureId> CapturesAt(int ordinal) => _captures[ordinal] ??= CapturesOf(Graph.Blocks[ordinal]);

    public bool MayThrow(BasicBlock block) =>
        _throws[block.Ordinal] ??= block.Operations.Any(operation => Throws.May(operation, _model)) || (block.BranchValue is { } value && Throws.May(value, _model));

    private static HashSet<CaptureId> CapturesOf(BasicBlock block)
    {
        HashSet<CaptureId> captures = [];
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
            captures.UnionWith(region.CaptureIds);
        return captures;
    }
}
