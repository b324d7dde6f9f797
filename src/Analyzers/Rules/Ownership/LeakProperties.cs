namespace Slabwise.Analyzers.Rules.Ownership;

/// <summary>What a report tells the code fix.</summary>
public static class LeakProperties
{
    /// <summary>Set where the report hangs on what a native function does with what it is given.</summary>
    public const string Lent = "lent";
}
