using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Constructors and methods that keep what they are given, for the use of whoever gets their result.</summary>
internal static class Keepers
{
    /// <summary>Framework types that read the memory they were made of whenever they are asked.</summary>
    public static bool Wraps(ITypeSymbol? type) => type is INamedTypeSymbol
    {
        Name: "MemoryStream" or "UnmanagedMemoryStream" or "ByteArrayContent" or "ReadOnlyMemoryContent" or "ReadOnlySequence" or "BinaryData" or "ReadOnlyCollection",
    };

    public static bool MakesHolder(IMethodSymbol method) => method.Name switch
    {
        "AsReadOnly" => method.ContainingType.SpecialType == SpecialType.System_Array,
        "AsImmutableArray" => method.ContainingType.Name == "ImmutableCollectionsMarshal",
        // Text is converted into an array of the document's own; bytes are not copied.
        "Parse" => method.ContainingType.Name == "JsonDocument"
            && method.Parameters[0].Type is INamedTypeSymbol { Name: "ReadOnlyMemory" } memory && memory.TypeArguments[0].SpecialType == SpecialType.System_Byte,
        "Alloc" => method.ContainingType.Name == "GCHandle",
        "Pin" => method.ReturnType.Name == "MemoryHandle",
        _ => false,
    };

    public static bool MakesPointer(IMethodSymbol method) =>
        (method.Name == "AddrOfPinnedObject" && method.ContainingType.Name == "GCHandle")
        || (method.Name == "UnsafeAddrOfPinnedArrayElement" && method.ContainingType.Name == "Marshal");

    /// <summary>Query operators that read their source when the result is enumerated.</summary>
    public static bool IsLazy(IMethodSymbol method) => method.ContainingType.Name == "Enumerable" && method.Name is
        "Take" or "Skip" or "Select" or "Where" or "Cast" or "OfType" or "SelectMany" or "TakeWhile" or "SkipWhile" or "Concat" or "Reverse" or
        "OrderBy" or "Distinct" or "Zip" or "AsEnumerable" or "Chunk" or "Append" or "Prepend" or "TakeLast" or "SkipLast" or "GroupBy";

    /// <summary>A method of this compilation that runs when its result is enumerated.</summary>
    public static bool IsIterator(IMethodSymbol method)
    {
        if (method.ReturnType is not INamedTypeSymbol { Name: "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator" }) return false;
        foreach (SyntaxReference reference in method.OriginalDefinition.DeclaringSyntaxReferences)
            if (reference.GetSyntax().DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or TypeSyntax)).Any(node => node is YieldStatementSyntax)) return true;
        return false;
    }

    /// <summary>A constructor of this compilation puts the argument into a field or property.</summary>
    public static bool Keeps(IMethodSymbol constructor, IParameterSymbol parameter)
    {
        if (constructor.ContainingType.IsRefLikeType) return false;
        string name = parameter.Name;
        foreach (SyntaxReference reference in constructor.OriginalDefinition.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case RecordDeclarationSyntax: return true;
                case ConstructorDeclarationSyntax declared when AssignedIn(declared, name): return true;
                case TypeDeclarationSyntax type when type.Members.Any(member => member is not TypeDeclarationSyntax && MentionsLate(member, name)): return true;
            }
        }

        return false;
    }

    private static bool AssignedIn(ConstructorDeclarationSyntax constructor, string name) =>
        constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
            IsName(assignment.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } orThrow ? orThrow.Left : assignment.Right, name)
            && assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax });

    // A primary constructor's parameter lives on where a member's body names it, or where a field starts as it.
    private static bool MentionsLate(MemberDeclarationSyntax member, string name) => member switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Any(variable => variable.Initializer is { } initializer && IsName(initializer.Value, name)),
        PropertyDeclarationSyntax { Initializer: { } initializer } => IsName(initializer.Value, name),
        _ => member.DescendantNodes().Any(node => IsName(node, name)),
    };

    private static bool IsName(SyntaxNode node, string name) => node is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
}
