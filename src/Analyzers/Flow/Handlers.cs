using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Where control may go when something throws.</summary>
internal readonly struct Handler
{
    private Handler(int entry, int leaves, bool isFinally)
    {
        Entry = entry;
        Leaves = leaves;
        IsFinally = isFinally;
    }

    /// <summary>Ordinal of the block that control enters.</summary>
    public int Entry { get; }

    /// <summary>How many finally regions the exception breaks out of; what they were to resume is void.</summary>
    public int Leaves { get; }

    public bool IsFinally { get; }

    /// <summary>
    /// The handlers around <paramref name="region"/>, innermost first, up to the next finally: what lies outside that
    /// one is reached through it. A catch may not match, so those behind it stay possible.
    /// </summary>
    public static List<Handler> Around(ControlFlowRegion? region)
    {
        List<Handler> handlers = [];
        int leaves = 0;
        // The graph of a lambda or local function lies within a region of the outer graph, whose handlers are not its own.
        for (; region is not null && region.Kind != ControlFlowRegionKind.Root; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Finally) leaves++;
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } whole) continue;
            foreach (ControlFlowRegion sibling in whole.NestedRegions)
            {
                if (sibling.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
                    handlers.Add(new Handler(sibling.FirstBlockOrdinal, leaves, isFinally: false));
                if (sibling.Kind != ControlFlowRegionKind.Finally) continue;
                handlers.Add(new Handler(sibling.FirstBlockOrdinal, leaves, isFinally: true));
                return handlers;
            }
        }

        return handlers;
    }
}
