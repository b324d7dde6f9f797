using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// What is known on one bundle of paths: the custody of the followed rental, what variables hold, which tests were
/// passed. Paths of different custody stay apart, which is what ties <c>if (rented != null)</c> to the rent before it.
/// </summary>
internal sealed class World
{
    /// <summary>More facts than this are not worth their cost; those that come later are dropped.</summary>
    private const int MaxFacts = 24;

    private SmallMap<Variable, Value> _values;
    private SmallMap<string, Fact> _facts;

    public World()
    {
    }

    private World(World other)
    {
        _values = other._values;
        _facts = other._facts;
        Custody = other.Custody;
        Escaped = other.Escaped;
        Lent = other.Lent;
        LentAt = other.LentAt;
        Exceptional = other.Exceptional;
        Doubtful = other.Doubtful;
        DoubtsReturn = other.DoubtsReturn;
        Passed = other.Passed;
        Dead = other.Dead;
        Stale = other.Stale;
        LostAt = other.LostAt;
        Result = other.Result;
        Pending = other.Pending;
        ReturnedBy = other.ReturnedBy;
    }

    public Custody Custody { get; set; }

    /// <summary>Somebody else may hold the rental as well, and may return it.</summary>
    public bool Escaped { get; set; }

    /// <summary>The rental was passed to a call that might have kept it.</summary>
    public bool Lent { get; set; }

    /// <summary>The native call that got the rental, where nobody else has it.</summary>
    public IOperation? LentAt { get; set; }

    /// <summary>The path came through a handler.</summary>
    public bool Exceptional { get; set; }

    /// <summary>Since the return, the path passed a test that may be tied to it, or entered a handler though nothing shows
    /// that something throws just there.</summary>
    public bool Stale { get; set; }

    /// <summary>The path may be one that no run takes; nothing is claimed from it alone.</summary>
    public bool Doubtful { get; set; }

    /// <summary>The path passed a test of the rental itself, which may have decided that it needs no return. That a variable
    /// was overwritten stays certain.</summary>
    public bool DoubtsReturn { get; set; }

    /// <summary>The path went by the rent without its instance being the followed one.</summary>
    public bool Passed { get; set; }

    /// <summary>A call on this path never comes back.</summary>
    public bool Dead { get; set; }

    /// <summary>What overwrote the last variable that held the rental.</summary>
    public IOperation? LostAt { get; set; }

    /// <summary>What the body returns on this path, from the return statement on.</summary>
    public Value Result { get; set; }

    public Pending? Pending { get; set; }

    public IOperation? ReturnedBy { get; set; }

    public WorldKey Key => new(this);

    public SmallMap<string, Fact> Facts => _facts;

    public World Clone() => new(this);

    /// <summary>Somebody else may have the rental from now on.</summary>
    public void Escape()
    {
        Escaped = true;
        LentAt = null;
    }

    public Value this[Variable variable]
    {
        get => _values.TryGetValue(variable, out Value value) ? value : Value.Other;
        set => _values = With(_values, variable, value);
    }

    /// <summary>Whether something other than <paramref name="variable"/> can still lead to the rental itself.</summary>
    public bool IsKeptBeside(ISymbol? variable)
    {
        foreach (KeyValuePair<Variable, Value> pair in _values)
            if (pair.Value.MayTouchRental() && !pair.Key.IsStackBound && (variable is null || !pair.Key.Equals(new Variable(variable)))) return true;
        return false;
    }

    /// <summary>Drops the temporaries that the code at hand cannot reach any more.</summary>
    public void Keep(HashSet<CaptureId> captures)
    {
        foreach (KeyValuePair<Variable, Value> pair in _values)
            if (pair.Key.Capture is { } capture && !captures.Contains(capture)) _values = _values.Without(pair.Key);
    }

    public bool TryGetFact(string key, out Fact fact) => _facts.TryGetValue(key, out fact);

    public void Learn(Condition condition, bool holds)
    {
        if (_facts.Count >= MaxFacts && !_facts.ContainsKey(condition.Key)) return;
        _facts = _facts.With(condition.Key, new Fact(holds, Custody == Custody.NotRented, condition));
    }

    /// <summary>Drops the tests that speak of a variable which gets a new value.</summary>
    public void Forget(ISymbol symbol)
    {
        foreach (KeyValuePair<string, Fact> fact in _facts)
            if (fact.Value.Condition.Mentions(symbol)) _facts = _facts.Without(fact.Key);
    }

    /// <summary>Drops the tests that speak of a temporary which gets a new value.</summary>
    public void Forget(CaptureId capture)
    {
        foreach (KeyValuePair<string, Fact> fact in _facts)
            if (fact.Value.Condition.Captures.Contains(capture)) _facts = _facts.Without(fact.Key);
    }

    /// <summary>Takes in another world of the same key. Returns whether anything here became less certain.</summary>
    public bool Absorb(World other)
    {
        bool changed = false;
        if (!_values.Is(other._values))
        {
            SmallMap<Variable, Value> joined = _values;
            foreach (KeyValuePair<Variable, Value> pair in _values)
                joined = With(joined, pair.Key, Values.Join(pair.Value, other[pair.Key]));
            foreach (KeyValuePair<Variable, Value> pair in other._values)
                if (!_values.ContainsKey(pair.Key)) joined = With(joined, pair.Key, Values.Join(Value.Other, pair.Value));
            changed |= !joined.Is(_values);
            _values = joined;
        }

        if (!_facts.Is(other._facts))
        {
            foreach (KeyValuePair<string, Fact> fact in _facts)
            {
                if (other._facts.TryGetValue(fact.Key, out Fact theirs) && theirs.Holds == fact.Value.Holds) continue;
                _facts = _facts.Without(fact.Key);
                changed = true;
            }
        }

        Lent |= other.Lent;
        if (other.ReturnedBy is { } returned && (ReturnedBy is null || returned.Syntax.SpanStart < ReturnedBy.Syntax.SpanStart))
            ReturnedBy = returned;
        if (other.LentAt is { } lent && LentAt is { } before && lent.Syntax.SpanStart < before.Syntax.SpanStart) LentAt = lent;
        if (other.LostAt is { } lost && (LostAt is null || lost.Syntax.SpanStart < LostAt.Syntax.SpanStart)) LostAt = lost;
        return changed;
    }

    private static SmallMap<Variable, Value> With(SmallMap<Variable, Value> values, Variable variable, Value value) =>
        value == Value.Other ? values.Without(variable) : values.With(variable, value);
}
