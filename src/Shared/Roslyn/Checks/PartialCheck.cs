using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Shared;

/// <summary>Whether the generator can add to the type, and reach it through the types around it.</summary>
internal static class PartialCheck
{
    /// <summary>The type first, then the types around it from the inside out.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        if (NotPartial(declaration.Type) is { } own)
            yield return new Finding(FindingKind.NotPartial, own.Identifier.GetLocation(), declaration.DisplayName);

        for (INamedTypeSymbol? outer = declaration.Type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (NotPartial(outer) is { } around)
            {
                yield return new Finding(FindingKind.ContainerNotPartial, around.Identifier.GetLocation(),
                    outer.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), declaration.DisplayName)
                {
                    IsEcho = !SymbolEqualityComparer.Default.Equals(FirstAnnotated(outer), declaration.Type),
                };
            }
        }
    }

    private static TypeDeclarationSyntax? NotPartial(INamedTypeSymbol type)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (!GeneratedMembers.IsGenerated(reference)
                && reference.GetSyntax() is TypeDeclarationSyntax syntax
                && !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
                return syntax;
        }

        return null;
    }

    private static INamedTypeSymbol? FirstAnnotated(INamedTypeSymbol outer)
    {
        foreach (INamedTypeSymbol nested in outer.GetTypeMembers())
        {
            if (PooledDeclaration.IsAnnotated(nested)) return nested;
            if (FirstAnnotated(nested) is { } deeper) return deeper;
        }

        return null;
    }
}
