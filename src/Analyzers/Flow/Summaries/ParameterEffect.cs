namespace Slabwise.Analyzers.Flow.Summaries;

/// <summary>What a method does with one of its arguments, provided that it is a rental and not null.</summary>
internal sealed class ParameterEffect
{
    public ParameterEffect(Custody custody, bool uses, bool stores, bool handsBack)
    {
        Custody = custody;
        Uses = uses;
        Stores = stores;
        HandsBack = handsBack;
    }

    /// <summary>Where the argument stands after the call, if it was rented before.</summary>
    public Custody Custody { get; }

    public bool Uses { get; }

    /// <summary>Somebody else may hold it after the call.</summary>
    public bool Stores { get; }

    /// <summary>The result of the call is the argument.</summary>
    public bool HandsBack { get; }
}
