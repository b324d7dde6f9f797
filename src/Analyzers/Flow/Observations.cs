using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

internal enum Role : byte
{
    Use,
    Return,
}

/// <summary>What happened at one operation, counted over all worlds that reach it.</summary>
internal sealed class Tally
{
    public Tally(IOperation operation, Role role)
    {
        Operation = operation;
        Role = role;
    }

    public IOperation Operation { get; }

    public Role Role { get; }

    public bool IsView { get; private set; }

    public IOperation? ReturnedBy { get; private set; }

    /// <summary>
    /// On every path to this operation the value had been returned. Paths through handlers count only where there are
    /// no others: what goes wrong each time that nothing is thrown is definite enough.
    /// </summary>
    public bool IsDefinite => _returned[0] ? !_held[0] : _returned[1] && !_held[0] && !_held[1];

    // Index 0: normal paths; 1: paths through a handler.
    private readonly bool[] _returned = new bool[2];
    private readonly bool[] _held = new bool[2];

    public void Count(Value value, World world)
    {
        // A sibling is followed in its own right, by the same code.
        if (value == Value.Sibling) return;
        int path = world.Exceptional ? 1 : 0;
        if (value is Value.Rental or Value.View && world.Custody == Custody.Returned)
        {
            _returned[path] = true;
            IsView |= value == Value.View;
            if (ReturnedBy is null || !world.Exceptional) ReturnedBy = world.ReturnedBy;
        }
        else
        {
            _held[path] = true;
        }
    }
}

/// <summary>Everything that was done with the followed rental.</summary>
internal sealed class Observations
{
    private readonly Dictionary<(IOperation, Role), Tally> _tallies = [];

    public IEnumerable<Tally> Definite => _tallies.Values.Where(tally => tally.IsDefinite)
        .OrderBy(tally => tally.Operation.Syntax.SpanStart);

    public void Note(IOperation operation, Role role, Value value, World world)
    {
        if (!_tallies.TryGetValue((operation, role), out Tally? tally))
            _tallies.Add((operation, role), tally = new Tally(operation, role));
        tally.Count(value, world);
    }
}
