using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.Fields;

/// <summary>
/// Whether an override of <c>Dispose(bool)</c> runs each time the object is disposed. The framework's types call it
/// each time; a base type in source may guard the call with a flag of its own, which is read off its text, because
/// the bodies of another type are not at hand here.
/// </summary>
internal static class DisposePattern
{
    public static bool IsCalledEachTime(IMethodSymbol method)
    {
        if (!method.IsOverride || !TakesFlag(method)) return false;
        IMethodSymbol first = method;
        for (; first.OverriddenMethod is { } overridden; first = overridden)
            if (!ReferenceEquals(first, method) && GuardsEntry(first.ContainingType)) return false;
        INamedTypeSymbol root = first.ContainingType;
        return root.DeclaringSyntaxReferences.IsEmpty ? IsFramework(root) : !GuardsEntry(root) && HasEntry(root);
    }

    /// <summary>The <c>disposing</c> of the pattern is the only parameter.</summary>
    public static bool TakesFlag(IMethodSymbol method) =>
        method.Parameters.Length == 1 && method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean;

    private static bool IsFramework(INamedTypeSymbol type)
    {
        INamespaceSymbol space = type.ContainingNamespace;
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return space.Name == "System";
    }

    private static bool HasEntry(INamedTypeSymbol type) =>
        type.GetMembers("Dispose").Any(member => member is IMethodSymbol { Parameters.IsEmpty: true });

    private static bool GuardsEntry(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IMethodSymbol { Parameters.IsEmpty: true } method || !(method.Name.EndsWith("Dispose", StringComparison.Ordinal) || method.Name == "Close")) continue;
            foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
                if (reference.GetSyntax().DescendantNodes().Any(node => node is IfStatementSyntax or ConditionalExpressionSyntax or TryStatementSyntax or SwitchStatementSyntax)) return true;
        }

        return false;
    }
}
