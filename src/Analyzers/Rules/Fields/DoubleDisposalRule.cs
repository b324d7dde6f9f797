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

    // A readonly struct cannot remember that it was disposed, and usually lives in one `using`; who disposes a hidden type is in
    // sight of its author: said, but not warned of.
    public static Diagnostic Classify(Finding finding)
    {
        DiagnosticSeverity severity = finding.Slot.ContainingType is { IsValueType: true, IsReadOnly: true } || IsHidden(finding.Slot.ContainingType) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        return Diagnostic.Create(
            Descriptor, finding.At.Syntax.GetLocation(), severity, [finding.Other!.Syntax.GetLocation()], null,
            Describe.Call(finding.At), finding.SlotName, finding.Member!.Name, Describe.Line(finding.Other));
    }

    /// <summary>A private type that nobody else can hold: it has no base but IDisposable, and the types around it give no IDisposable away.</summary>
    private static bool IsHidden(INamedTypeSymbol type)
    {
        if (type.DeclaredAccessibility != Accessibility.Private || type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }) return false;
        if (type.Interfaces.Any(@interface => @interface.Name is not ("IDisposable" or "IAsyncDisposable"))) return false;
        for (INamedTypeSymbol? around = type.ContainingType; around is not null; around = around.ContainingType)
            if (around.GetMembers().Any(Gives)) return false;
        return true;
    }

    private static bool Gives(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => IsGeneral(method.ReturnType) || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None && IsGeneral(parameter.Type)),
        IPropertySymbol property => IsGeneral(property.Type),
        IFieldSymbol { DeclaredAccessibility: not Accessibility.Private } field => IsGeneral(field.Type),
        _ => false,
    };

    private static bool IsGeneral(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Object } or { Name: "IDisposable" or "IAsyncDisposable" } => true,
        IArrayTypeSymbol array => IsGeneral(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsGeneral),
        _ => false,
    };
}
