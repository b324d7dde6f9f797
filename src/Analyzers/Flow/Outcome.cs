using System.Collections.Immutable;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow;

/// <summary>What became of the value from one site; the rules read their reports off it.</summary>
internal sealed class Outcome
{
    public Outcome(Site site, RootVariables variables)
    {
        Site = site;
        Variables = variables;
    }

    public RootVariables Variables { get; }

    public Site Site { get; }

    /// <summary>Uses and returns of a value that was already returned, on every path, in source order.</summary>
    public ImmutableArray<Tally> AfterReturn { get; init; } = [];

    /// <summary>Returns that certainly get this value, whatever state it is in.</summary>
    public ImmutableArray<Tally> Returns { get; init; } = [];

    /// <summary>Frees of an address inside the memory.</summary>
    public ImmutableArray<Tally> Inside { get; init; } = [];

    /// <summary>Returns that get the same value in each round of a loop.</summary>
    public ImmutableArray<Tally> Repeated { get; init; } = [];

    /// <summary>Normal exits with the rental in hand.</summary>
    public ImmutableArray<Leak> Leaks { get; init; } = [];

    /// <summary>What may throw while the rental is in hand and nothing would return it.</summary>
    public ImmutableArray<Leak> ThrowingLeaks { get; init; } = [];

    /// <summary>Normal exits where nobody but native code has the rental, and nothing in the method returns it.</summary>
    public ImmutableArray<Leak> NativeLeaks { get; init; } = [];

    /// <summary>Some path returns the rental.</summary>
    public bool EndsReturned { get; init; }
}
