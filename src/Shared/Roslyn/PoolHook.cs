using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Shared;

/// <summary>What a class says about one of its hooks.</summary>
/// <param name="Runs">Whether a body exists, so that calling the hook does something.</param>
/// <param name="IsDeclared">Whether the author declared it in full; else the generated part adds a defining declaration.</param>
/// <param name="Modifiers">The author's modifiers, which the defining declaration must repeat.</param>
internal sealed record PoolHook(bool Runs, bool IsDeclared, string Modifiers)
{
    /// <summary>The hook called <paramref name="name"/>.</summary>
    public static PoolHook Find(INamedTypeSymbol type, string name)
    {
        foreach (IMethodSymbol method in type.GetMembers(name).OfType<IMethodSymbol>())
        {
            if (!IsHook(method)) continue;
            if (method.IsPartialDefinition)
                return new PoolHook(method.PartialImplementationPart is not null, !GeneratedMembers.IsGenerated(method), "");
            return ModifiersOfLoneImplementation(method) is { } modifiers
                ? new PoolHook(true, false, modifiers)
                : new PoolHook(true, true, "");
        }

        bool inherited = IsInherited(type, name);
        return new PoolHook(inherited, inherited, "");
    }

    /// <summary>Whether a method can be called as a hook.</summary>
    public static bool IsHook(IMethodSymbol method) =>
        method is { IsStatic: false, Arity: 0, Parameters.IsEmpty: true, ReturnsVoid: true };

    private static bool IsInherited(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.GetMembers(name).OfType<IMethodSymbol>().Any(m => IsHook(m) && AccessibleMembers.FromDerived(m, type)))
                return true;
        }

        return false;
    }

    private static string? ModifiersOfLoneImplementation(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax syntax) return null;
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword)) return null;
        IEnumerable<string> repeated = syntax.Modifiers
            .Where(m => !m.IsKind(SyntaxKind.PartialKeyword) && !m.IsKind(SyntaxKind.AsyncKeyword))
            .Select(m => m.Text + " ");
        return string.Concat(repeated);
    }
}
