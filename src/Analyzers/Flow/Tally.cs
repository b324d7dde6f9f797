using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>What happened at one operation, counted over all worlds that reach it.</summary>
internal sealed class Tally
{
    // Index 0: normal paths; 1: paths through a handler.
    private readonly bool[] _returned = new bool[2];
    private readonly bool[] _held = new bool[2];
    private readonly bool[] _rental = new bool[2];
    private readonly bool[] _other = new bool[2];
    private bool _follows;
    private bool _inside;
    private bool _outside;

    public Tally(IOperation operation, Role role)
    {
        Operation = operation;
        Role = role;
    }

    public IOperation Operation { get; }

    public Role Role { get; }

    /// <summary>Every path brings a pointer behind the start of the memory.</summary>
    public bool IsAlwaysInside => _inside && !_outside;

    public bool IsView { get; private set; }

    public IOperation? ReturnedBy { get; private set; }

    /// <summary>
    /// On every path to this operation the value had been returned. Paths through handlers count only where there are
    /// no others: what goes wrong each time that nothing is thrown is definite enough. One path is enough where it leads
    /// from the return straight to here, past no test that could be tied to it.
    /// </summary>
    public bool IsDefinite => (_returned[0] ? !_held[0] : _returned[1] && !_held[0] && !_held[1]) || _follows;

    /// <summary>Only where something throws had the value been returned before.</summary>
    public bool IsThrownOnly => !_returned[0];

    public bool SeesRental => _rental[0] || _rental[1];

    /// <summary>Some path brings the rental or a view into it here.</summary>
    public bool SeesAny { get; private set; }

    /// <summary>Every path brings the followed rental here, and nothing else.</summary>
    public bool IsAlwaysRental => _rental[0] ? !_other[0] : _rental[1] && !_other[1];

    /// <summary>A path without doubts brings the rental here.</summary>
    public bool IsSurelyRental { get; private set; }

    /// <summary>The operation meets what it returned itself, one round of a loop before.</summary>
    public bool RepeatsItself { get; private set; }

    public void Count(Value value, World world)
    {
        // A sibling is followed in its own right, by the same code.
        if (value == Value.Sibling) return;
        int path = world.Exceptional ? 1 : 0;
        SeesAny |= value.MayTouchRental();
        if (value == Value.Inside) _inside = true;
        else _outside = true;
        if (value == Value.Rental) _rental[path] = true;
        else _other[path] = true;
        IsSurelyRental |= value == Value.Rental && world is { Doubtful: false, DoubtsReturn: false, Exceptional: false };

        if ((value == Value.Rental || value.IsView()) && world.Custody == Custody.Returned)
        {
            _returned[path] = true;
            _follows |= value == Value.Rental && world is { Stale: false, Doubtful: false, DoubtsReturn: false }
                && !ReferenceEquals(world.ReturnedBy, Operation) && (Role == Role.Return || !world.Exceptional);
            RepeatsItself |= !world.Exceptional && ReferenceEquals(world.ReturnedBy, Operation);
            IsView |= value.IsView();
            if (ReturnedBy is null || !world.Exceptional) ReturnedBy = world.ReturnedBy;
        }
        else
        {
            _held[path] = true;
        }
    }
}
