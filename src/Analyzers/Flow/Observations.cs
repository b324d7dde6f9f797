using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Everything that was done with the followed rental.</summary>
internal sealed class Observations
{
    private readonly Dictionary<(IOperation, Role), Tally> _tallies = [];

    public IEnumerable<Tally> Definite => InOrder(tally => tally.IsDefinite);

    /// <summary>All places that return the followed rental on some path.</summary>
    public IEnumerable<Tally> Returns => InOrder(tally => tally is { Role: Role.Return, SeesRental: true });

    /// <summary>Frees that get an address behind the start of the memory.</summary>
    public IEnumerable<Tally> Inside => InOrder(tally => tally is { Role: Role.Return, IsAlwaysInside: true });

    /// <summary>Something is done with the rental, or with a view into it, while it is still in hand or after.</summary>
    public bool SeesUse => _tallies.Values.Any(tally => tally.Role == Role.Use && tally.SeesAny);

    public void Note(IOperation operation, Role role, Value value, World world)
    {
        if (!_tallies.TryGetValue((operation, role), out Tally? tally))
            _tallies.Add((operation, role), tally = new Tally(operation, role));
        tally.Count(value, world);
    }

    public Tally? Find(Tally other) => _tallies.TryGetValue((other.Operation, other.Role), out Tally? tally) ? tally : null;

    private IEnumerable<Tally> InOrder(Func<Tally, bool> predicate) =>
        _tallies.Values.Where(predicate).OrderBy(tally => tally.Operation.Syntax.SpanStart);
}
