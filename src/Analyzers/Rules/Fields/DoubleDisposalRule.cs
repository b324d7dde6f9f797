using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Rules.Ownership;

namespace Slabwise.Analyzers.Rules.Fields;

internal static class DoubleDisposalRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.DoubleDisposal,
        "A disposal can return the same field twice",
        "'{0}' leaves '{1}' set, so that '{2}' at line {3} can return it again",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Disposing an object twice is allowed and common. The second time must not return what the first one did: set the field to null, or keep a flag.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.DoubleDisposal),
        "CWE-415");

    // A readonly struct cannot remember that it was disposed, and usually lives in one `using`: said, but not warned of.
    public static Diagnostic Classify(Finding finding)
    {
        DiagnosticSeverity severity = finding.Slot.ContainingType is { IsValueType: true, IsReadOnly: true } ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        return Diagnostic.Create(
            Descriptor, finding.At.Syntax.GetLocation(), severity, [finding.Other!.Syntax.GetLocation()], null,
            Describe.Call(finding.At), finding.SlotName, finding.Member!.Name, Describe.Line(finding.Other));
    }
}
