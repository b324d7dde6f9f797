using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>The call that gives back what another call gave.</summary>
internal static class Deallocators
{
    /// <summary>What to call in order to give back what <paramref name="rent"/> gives; null where that is not known, or would not mean the same pool.</summary>
    public static ExpressionSyntax? For(InvocationExpressionSyntax rent, IMethodSymbol? method)
    {
        if (method is not null && NameFor(method) is { } free)
        {
            return rent.Expression switch
            {
                MemberAccessExpressionSyntax access => access.WithoutTrivia().WithName(SyntaxFactory.IdentifierName(free)),
                SimpleNameSyntax => SyntaxFactory.IdentifierName(free),
                _ => null,
            };
        }

        return rent.Expression switch
        {
            // Evaluating the receiver a second time must mean the same pool.
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Rent" } access when IsStable(access.Expression) => Returning(access),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Get" } access when IsStable(access.Expression) && IsObjectPool(method?.ContainingType) => Returning(access),
            IdentifierNameSyntax { Identifier.ValueText: "Rent" } => SyntaxFactory.IdentifierName("Return"),
            _ => null,
        };
    }

    /// <summary>Whether a call of this name gives something back.</summary>
    public static bool IsName(string? name) => name is "Return" or "Free" or "AlignedFree" or "FreeHGlobal" or "FreeCoTaskMem" or "FreeBSTR";

    private static MemberAccessExpressionSyntax Returning(MemberAccessExpressionSyntax access) => access.WithoutTrivia().WithName(SyntaxFactory.IdentifierName("Return"));

    private static string? NameFor(IMethodSymbol method) => method.ContainingType.Name switch
    {
        "NativeMemory" or "NativeHeap" => method.Name switch
        {
            "Alloc" or "AllocZeroed" => "Free",
            "AlignedAlloc" => "AlignedFree",
            _ => null,
        },
        "Marshal" => method.Name switch
        {
            "AllocHGlobal" or "StringToHGlobalAnsi" or "StringToHGlobalUni" or "StringToHGlobalAuto" => "FreeHGlobal",
            "AllocCoTaskMem" or "StringToCoTaskMemAnsi" or "StringToCoTaskMemUni" or "StringToCoTaskMemAuto" or "StringToCoTaskMemUTF8" => "FreeCoTaskMem",
            "StringToBSTR" => "FreeBSTR",
            _ => null,
        },
        _ => null,
    };

    private static bool IsObjectPool(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.Name == "ObjectPool") return true;
        return false;
    }

    private static bool IsStable(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or GenericNameSyntax or ThisExpressionSyntax or PredefinedTypeSyntax or AliasQualifiedNameSyntax => true,
        MemberAccessExpressionSyntax access => IsStable(access.Expression),
        _ => false,
    };
}
