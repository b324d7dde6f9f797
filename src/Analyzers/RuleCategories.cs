namespace Slabwise.Analyzers;

/// <summary>The families of rules, as <c>.editorconfig</c> addresses them.</summary>
internal static class RuleCategories
{
    /// <summary>How pooled types are declared.</summary>
    public const string Declaration = "Slabwise.Declaration";

    /// <summary>Who returns what was rented, and when.</summary>
    public const string Ownership = "Slabwise.Ownership";

    /// <summary>On which thread pooled things are used and returned.</summary>
    public const string Threads = "Slabwise.Threads";

    /// <summary>How large things are, and which thresholds that crosses.</summary>
    public const string Sizes = "Slabwise.Sizes";
}
