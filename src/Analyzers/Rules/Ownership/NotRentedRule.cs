using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class NotRentedRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.NotRented,
        "Something is returned that was never rented",
        "'{0}' returns what comes from '{1}' at line {2}, and that was never rented",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A pool refuses what is not its own or, worse, takes it, while whoever made it still uses it. An allocator that frees a foreign address corrupts its heap.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.NotRented),
        "CWE-590", "CWE-761");

    public static readonly DiagnosticDescriptor Inside = new(
        RuleIdentifiers.NotRented,
        "Something is returned that was never rented",
        "'{0}' frees an address behind the start of what '{1}' gave at line {2}",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An allocator takes back only the address that it gave.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.NotRented),
        "CWE-590", "CWE-761");

    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        foreach (Tally tally in outcome.Inside)
        {
            IOperation start = outcome.Site.Operation!;
            yield return Diagnostic.Create(
                Inside, tally.Operation.Syntax.GetLocation(), [start.Syntax.GetLocation()], Describe.Call(tally.Operation), Describe.Call(start), Describe.Line(start));
        }

        if (!outcome.Site.IsUnrented) yield break;
        foreach (Tally tally in outcome.Returns)
        {
            if (outcome.AfterReturn.Contains(tally)) continue;
            yield return Diagnostic.Create(
                Descriptor,
                tally.Operation.Syntax.GetLocation(),
                [outcome.Site.Operation!.Syntax.GetLocation()],
                Describe.Call(tally.Operation),
                Describe.Call(outcome.Site.Operation),
                Describe.Line(outcome.Site.Operation));
        }
    }
}
