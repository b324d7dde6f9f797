using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Fields;

/// <summary>Compares where the rentals of one slot come from with where they go.</summary>
internal static class SlotPools
{
    /// <summary>The rent of which <paramref name="release"/> takes the rental to a wrong place, with the names of both; null
    /// where some rent of the slot fits, or is not known.</summary>
    public static (IOperation Rent, string From, string To)? Mismatch(SlotUse use, (IInvocationOperation Call, Member Member) release, FieldOwnership ownership)
    {
        (IOperation, string, string)? first = null;
        foreach ((Member Member, IOperation Value) store in use.Stores)
        {
            if (SlotUse.IsNull(store)) continue;
            if (SlotUse.Source(store) is not IInvocationOperation rent || ownership.AcquiredBy(rent) is not { } origin) return null;
            if (Names(origin, rent, store.Member, release, ownership) is not { } names) return null;
            first ??= (rent, names.From, names.To);
        }

        return first;
    }

    private static (string From, string To)? Names(
        Allocator origin, IInvocationOperation rent, Member member, (IInvocationOperation Call, Member Member) release, FieldOwnership ownership)
    {
        ownership.ReleasedBy(release.Call, out Allocator? target);
        if (target is null) return null;
        if (target.Refuses(origin)) return (origin.Name, target.Name);
        if (origin.Family is not (Family.ArrayPool or Family.ObjectPool)
            || rent.Instance is null || release.Call.Instance is null
            || rent.Instance.Syntax.IsEquivalentTo(release.Call.Instance.Syntax, topLevel: false)
            || PoolIdentity.Of(rent.Instance, member.Variables) is not { } from
            || PoolIdentity.Of(release.Call.Instance, release.Member.Variables) is not { } to) return null;
        return from.DiffersFrom(to) ? ("'" + from.Name + "'", "'" + to.Name + "'") : null;
    }
}
