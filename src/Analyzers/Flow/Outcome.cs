using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>What became of the value from one site; the rules read their reports off it.</summary>
internal sealed class Outcome
{
    public Outcome(Site site, ImmutableArray<Tally> afterReturn, ImmutableArray<IOperation?> leaks, bool endsReturned)
    {
        Site = site;
        AfterReturn = afterReturn;
        Leaks = leaks;
        EndsReturned = endsReturned;
    }

    public Site Site { get; }

    /// <summary>Uses and returns of a value that was already returned, on every path, in source order.</summary>
    public ImmutableArray<Tally> AfterReturn { get; }

    /// <summary>The values that normal exits return while the rental is still in hand; null for an exit without one.</summary>
    public ImmutableArray<IOperation?> Leaks { get; }

    /// <summary>Some path returns the rental.</summary>
    public bool EndsReturned { get; }
}
