namespace Slabwise.Analyzers.Flow;

/// <summary>The outcome of a test that this path has passed.</summary>
internal readonly struct Fact : IEquatable<Fact>
{
    public Fact(bool holds, bool beforeRent, Condition condition)
    {
        Holds = holds;
        BeforeRent = beforeRent;
        Condition = condition;
    }

    public bool Holds { get; }

    /// <summary>The test came before the rental, so whether there is a rental at all may hang on it.</summary>
    public bool BeforeRent { get; }

    public Condition Condition { get; }

    public bool Equals(Fact other) => Holds == other.Holds && BeforeRent == other.BeforeRent;

    public override bool Equals(object? obj) => obj is Fact other && Equals(other);

    public override int GetHashCode() => (Holds ? 2 : 0) + (BeforeRent ? 1 : 0);
}
