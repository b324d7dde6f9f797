using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Rules.Ownership;

namespace Slabwise.Analyzers.Rules.Fields;

internal static class UnreturnedFieldRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.UnreturnedField,
        "A rental in a field is never returned",
        "'{0}' is rented into '{1}', and no member of '{2}' ever returns it",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A type that keeps a rental in a field owns it and has to return it when it is disposed.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.UnreturnedField),
        "CWE-401", "CWE-772");

    public static Diagnostic Classify(Finding finding) => Diagnostic.Create(
        Descriptor, finding.At.Syntax.GetLocation(), Describe.Call(finding.At), finding.SlotName, finding.Slot.ContainingType.Name);
}
