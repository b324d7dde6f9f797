using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class OverwrittenRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.Overwritten,
        "The only reference to a rental is overwritten",
        "'{0}' overwrites the only reference to the '{1}' that '{2}' rents at line {3}: nobody can return it any more",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A variable that holds a rental gets a new value before the rental was returned, so the rental is lost to its pool.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.Overwritten),
        "CWE-401", "CWE-772");

    public static Diagnostic Classify(Finding finding) => Diagnostic.Create(
        Descriptor, finding.At.Syntax.GetLocation(), [finding.Other!.Syntax.GetLocation()],
        Describe.Call(finding.At), finding.Other.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "object",
        Describe.Call(finding.Other), Describe.Line(finding.Other));

    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        if (outcome.Site.Operation is not { } rent || DiscardedRule.IsDiscarded(outcome.Site)) yield break;
        // A rental that is also left lying elsewhere and never returned has one defect, the leak.
        if (!outcome.EndsReturned && outcome.Leaks.Any(leak => leak.LostAt is null)) yield break;
        foreach (IOperation lost in outcome.Leaks.Select(leak => leak.LostAt).Where(lost => lost is not null).Distinct()!)
        {
            yield return Diagnostic.Create(
                Descriptor,
                lost.Syntax.GetLocation(),
                [rent.Syntax.GetLocation()],
                Describe.Call(lost),
                Describe.Type(outcome.Site),
                Describe.Call(rent),
                Describe.Line(rent));
        }
    }
}
