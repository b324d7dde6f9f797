using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class ReturnInLoopRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.ReturnInLoop,
        "A loop returns the same rental in every round",
        "'{0}' runs in every round of the loop, but what it returns was rented before the loop: the second round returns it again",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Return after the loop what was rented before it, or rent anew in each round.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.ReturnInLoop),
        "CWE-415");

    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        foreach (Tally tally in outcome.Repeated)
            yield return Diagnostic.Create(Descriptor, tally.Operation.Syntax.GetLocation(), Describe.Call(tally.Operation));
    }
}
