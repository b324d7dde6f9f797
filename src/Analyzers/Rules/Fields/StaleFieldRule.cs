using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Rules.Ownership;

namespace Slabwise.Analyzers.Rules.Fields;

internal static class StaleFieldRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.StaleField,
        "A field still holds what was returned",
        "'{0}' leaves '{1}' set, and '{2}' uses it at line {3}: somebody else may have rented it since",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A field whose rental was returned has to be set to null or to a new rental before another member can use it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.StaleField),
        "CWE-416");

    public static Diagnostic Classify(Finding finding) => Diagnostic.Create(
        Descriptor, finding.At.Syntax.GetLocation(), [finding.Other!.Syntax.GetLocation()],
        Describe.Call(finding.At), finding.SlotName, finding.Member!.Name, Describe.Line(finding.Other));
}
