using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Fields;

internal sealed partial class FieldWorld
{
    public void Doubt(int frame, int block)
    {
        Doubtful doubt = new(frame, block);
        if (!Doubts.Contains(doubt)) Doubts = Doubts.Add(doubt);
    }

    /// <summary>Ends the doubts whose sides meet again at <paramref name="block"/>.</summary>
    public void Settle(int frame, int block, PostDominators dominators) =>
        Doubts = Doubts.RemoveAll(doubt => doubt.Frame == frame && doubt.Block >= 0 && dominators[doubt.Block] == block);

    /// <summary>Ends the doubts that arose in a finally region, which control has now passed.</summary>
    public void EndRegion(int frame, ControlFlowRegion? region)
    {
        if (region is null || Doubts.Length == 0) return;
        Doubts = Doubts.RemoveAll(doubt =>
            doubt.Frame == frame && doubt.Block >= region.FirstBlockOrdinal && doubt.Block <= region.LastBlockOrdinal);
    }

    /// <summary>Drops what only <paramref name="frame"/> could see. A doubt that did not end by its exit never will: on the
    /// other side the body throws.</summary>
    public void Forget(Frame frame)
    {
        ISymbol owner = frame.Body.Owner;
        Restrict(place => !place.IsOf(frame.Depth) && !SymbolEqualityComparer.Default.Equals(place.Symbol?.ContainingSymbol, owner));
        if (Doubts.Length == 0 || frame.Depth == 0) return;
        bool lasting = Doubts.Any(doubt => doubt.Frame == frame.Depth);
        Doubts = Doubts.RemoveAll(doubt => doubt.Frame == frame.Depth);
        if (lasting) Doubt(frame.Depth - 1, Doubtful.Forever);
    }

    /// <summary>The state in which the object is left, for the next call on it.</summary>
    public FieldWorld BetweenCalls(TypeBodies type)
    {
        FieldWorld next = Clone();
        next.Restrict(place => place.Symbol is IPropertySymbol || type.IsSlot(place.Symbol));
        next.Doubts = [];
        next.Pending = null;
        next.Exceptional = next.Used = false;
        next.ThrownBy = null;
        // The same code runs again, but it loads anew.
        if (next.Release is { } release) next.Release = new Release(release.Operation, null, null);
        return next;
    }
}
