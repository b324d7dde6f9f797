using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>
/// What is known of the object and of the followed rental on one bundle of paths. It outlives a method: what one call
/// leaves behind is where the next one starts.
/// </summary>
internal sealed partial class FieldWorld
{
    private const int MaxFacts = 32;

    private SmallMap<Place, Content> _values;
    private SmallMap<string, (bool Holds, Condition Condition)> _facts;

    public FieldWorld()
    {
        Doubts = [];
    }

    private FieldWorld(FieldWorld other)
    {
        _values = other._values;
        _facts = other._facts;
        Doubts = other.Doubts;
        Custody = other.Custody;
        Escaped = other.Escaped;
        Exceptional = other.Exceptional;
        Used = other.Used;
        FinalizerSuppressed = other.FinalizerSuppressed;
        Dead = other.Dead;
        Pending = other.Pending;
        Release = other.Release;
        OverwrittenBy = other.OverwrittenBy;
        ThrownBy = other.ThrownBy;
    }

    public Custody Custody { get; set; }

    /// <summary>Somebody outside the method holds the rental as well.</summary>
    public bool Escaped { get; set; }

    /// <summary>The path came through a handler.</summary>
    public bool Exceptional { get; set; }

    /// <summary>The rental was used on this path, so there was one.</summary>
    public bool Used { get; set; }

    public bool FinalizerSuppressed { get; set; }

    /// <summary>A call on this path never comes back.</summary>
    public bool Dead { get; set; }

    public Pending? Pending { get; set; }

    /// <summary>Who returned the rental.</summary>
    public Release? Release { get; set; }

    /// <summary>The assignment of a new rental that took the followed one out of its field unreturned.</summary>
    public IOperation? OverwrittenBy { get; set; }

    /// <summary>The rent or throw by which the path leaves the method.</summary>
    public IOperation? ThrownBy { get; set; }

    /// <summary>The undecided tests on which it hangs whether control comes here at all.</summary>
    public ImmutableArray<Doubtful> Doubts { get; set; }

    public bool HoldsRental => _values.Any(value => value.Value.MayTouchRental);

    public FieldWorld Clone() => new(this);

    public Content this[Place place]
    {
        get => _values.TryGetValue(place, out Content content) ? content : Content.Unknown;
        set => _values = With(_values, place, value);
    }

    public bool TryGetFact(Condition condition, out bool holds)
    {
        bool known = _facts.TryGetValue(condition.Key, out (bool Holds, Condition) fact);
        holds = fact.Holds;
        return known;
    }

    public void Learn(Condition condition, bool holds)
    {
        if (_facts.Count < MaxFacts || _facts.ContainsKey(condition.Key)) _facts = _facts.With(condition.Key, (holds, condition));
    }

    /// <summary>Sets a place that has a name; what was known of its old value is void.</summary>
    public void Store(ISymbol symbol, Content content)
    {
        foreach (KeyValuePair<string, (bool Holds, Condition Condition)> fact in _facts)
            if (fact.Value.Condition.Mentions(symbol)) _facts = _facts.Without(fact.Key);
        this[new Place(symbol)] = content;
    }

    /// <summary>Keeps only what <paramref name="keep"/> holds to be alive still.</summary>
    private void Restrict(Func<Place, bool> keep)
    {
        foreach (KeyValuePair<Place, Content> value in _values)
            if (!keep(value.Key)) _values = _values.Without(value.Key);
        foreach (KeyValuePair<string, (bool Holds, Condition Condition)> fact in _facts)
            if (!fact.Value.Condition.Symbols.All(symbol => keep(new Place(symbol)))) _facts = _facts.Without(fact.Key);
    }

    /// <summary>Takes in another world of the same key. Returns whether anything here became less certain.</summary>
    public bool Absorb(FieldWorld other)
    {
        bool changed = false;
        if (!_values.Is(other._values))
        {
            SmallMap<Place, Content> joined = _values;
            foreach (KeyValuePair<Place, Content> pair in _values) joined = With(joined, pair.Key, pair.Value.Join(other[pair.Key]));
            foreach (KeyValuePair<Place, Content> pair in other._values)
                if (!_values.ContainsKey(pair.Key)) joined = With(joined, pair.Key, Content.Unknown.Join(pair.Value));
            changed |= !joined.Is(_values);
            _values = joined;
        }

        if (!_facts.Is(other._facts))
        {
            foreach (KeyValuePair<string, (bool Holds, Condition)> fact in _facts)
            {
                if (other._facts.TryGetValue(fact.Key, out (bool Holds, Condition) theirs) && theirs.Holds == fact.Value.Holds) continue;
                _facts = _facts.Without(fact.Key);
                changed = true;
            }
        }

        return changed;
    }

    private static SmallMap<Place, Content> With(SmallMap<Place, Content> values, Place place, Content content) =>
        content.Kind == ContentKind.Unknown ? values.Without(place) : values.With(place, content);
}
