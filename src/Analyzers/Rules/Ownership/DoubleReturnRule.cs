using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class DoubleReturnRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.DoubleReturn,
        "A rental is returned twice",
        "'{0}' returns what was already returned at line {1}: two renters will share it",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A pool that gets the same object twice hands it to two renters, who then write into each other's data.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.DoubleReturn),
        "CWE-415");

    public static readonly DiagnosticDescriptor Thrown = new(
        RuleIdentifiers.DoubleReturn,
        "A rental is returned twice",
        "If what comes after line {1} throws, '{0}' returns what was already returned there: two renters will share it",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Set the variable to null right after the return, or rent what replaces the old rental before returning it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.DoubleReturn),
        "CWE-415");

    public static readonly DiagnosticDescriptor BeforeRent = new(
        RuleIdentifiers.DoubleReturn,
        "A rental is returned twice",
        "'{0}' comes before the rent that replaces '{1}': if that throws, '{2}' at line {3} returns it again",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Rent first, put the new rental into the field, and return the old one last: then an exception leaves the field as it was.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.DoubleReturn),
        "CWE-415");

    public static Diagnostic Classify(Finding finding) => finding.Kind == FindingKind.ReturnedBeforeRent
        ? Diagnostic.Create(
            BeforeRent, finding.At.Syntax.GetLocation(), [finding.Other!.Syntax.GetLocation()],
            Describe.Call(finding.At), finding.SlotName, finding.Member!.Name, Describe.Line(finding.Other))
        : Diagnostic.Create(
            Descriptor, finding.At.Syntax.GetLocation(), [finding.Other!.Syntax.GetLocation()],
            Describe.Call(finding.At), Describe.Line(finding.Other));

    public static IEnumerable<Diagnostic> Classify(Outcome outcome, OwnershipModel model)
    {
        foreach (Tally tally in outcome.AfterReturn)
        {
            if (tally is not { Role: Role.Return, ReturnedBy: { } first } || CopyReturnedRule.IsCopy(tally, model, out _)) continue;
            yield return Diagnostic.Create(
                tally.IsThrownOnly ? Thrown : Descriptor,
                tally.Operation.Syntax.GetLocation(),
                [first.Syntax.GetLocation()],
                Describe.Call(tally.Operation),
                Describe.Line(first));
        }
    }
}
