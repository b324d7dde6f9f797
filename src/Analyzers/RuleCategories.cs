namespace Slabwise.Analyzers;

/// <summary>The families of rules, as <c>.editorconfig</c> addresses them.</summary>
internal static class RuleCategories
{
    /// <summary>How pooled types are declared.</summary>
    public const string Declaration = "Slabwise.Declaration";
}
