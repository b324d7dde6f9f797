using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class UseAfterReturnRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.UseAfterReturn,
        "A rental is used after it was returned",
        "'{0}' {1} that was returned at line {2}: somebody else may have rented it since",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "What was returned belongs to whoever rents it next; reading it, also through a span, reads their data, and writing destroys it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.UseAfterReturn),
        "CWE-416");

    public static Diagnostic Classify(Finding finding) => Diagnostic.Create(
        Descriptor, finding.At.Syntax.GetLocation(), [finding.Other!.Syntax.GetLocation()],
        Describe.Call(finding.At), "uses the rental", Describe.Line(finding.Other));

    // An early return is one defect, however many uses come after it: the first of them shows it.
    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        Tally? first = outcome.AfterReturn.FirstOrDefault(tally => tally is { Role: Role.Use, ReturnedBy: not null });
        if (first is null) yield break;
        yield return Diagnostic.Create(
            Descriptor,
            first.Operation.Syntax.GetLocation(),
            [first.ReturnedBy!.Syntax.GetLocation()],
            Describe.Call(first.Operation),
            first.IsView ? "reaches into the rental" : "uses the rental",
            Describe.Line(first.ReturnedBy));
    }
}
