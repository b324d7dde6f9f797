namespace Slabwise.Analyzers.Rules.Layout;

/// <summary>What a report tells the code fix.</summary>
public static class LayoutProperties
{
    /// <summary>The names of the fields in the better order, with commas between them.</summary>
    public const string Order = "order";
}
