namespace Slabwise.Analyzers;

internal static class RuleCategories
{
    public const string Ownership = "Slabwise.Ownership";
    public const string Threads = "Slabwise.Threads";
    public const string Sizes = "Slabwise.Sizes";
}
