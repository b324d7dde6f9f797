using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Generators;

/// <summary>
/// Whether two versions of a file declare the same: they may differ in the bodies and initializers of classes, in blanks and in comments, and in the methods of
/// classes and interfaces that have nothing to do with a pooled type.
/// </summary>
/// <remarks>
/// <c>SyntaxFactory.AreEquivalent</c> for the top level lost: it passes over the bodies of structs, where <c>field</c> or a captured parameter makes a
/// field, over the <c>@</c> of a name (<c>nint</c> and <c>@nint</c>), and over <c>#nullable</c>. What an incremental parse kept is not looked into.
/// </remarks>
internal static class DeclarationComparer
{
    /// <summary>Compares two trees. The methods of types whose names are not <paramref name="related"/> do not count; where it is null, all do.</summary>
    public static bool AreSame(SyntaxTree before, SyntaxTree after, ICollection<string>? related) =>
        before.FilePath == after.FilePath
        && before.Options.Equals(after.Options)
        && AreSame(before.GetRoot(), after.GetRoot(), inStruct: false, related);

    private static bool AreSame(SyntaxNode before, SyntaxNode after, bool inStruct, ICollection<string>? related)
    {
        if (before.IsIncrementallyIdenticalTo(after)) return true;
        if (before.RawKind != after.RawKind) return false;
        if (!inStruct && IsBody(before) && !HasNullableDirective(before) && !HasNullableDirective(after)) return true;

        if (before is TypeDeclarationSyntax) inStruct = before.Kind() is SyntaxKind.StructDeclaration or SyntaxKind.RecordStructDeclaration;
        bool passesOver = related is not null && PassesOverMethods(before, related);
        ChildSyntaxList.Enumerator left = before.ChildNodesAndTokens().GetEnumerator(), right = after.ChildNodesAndTokens().GetEnumerator();
        while (Move(ref left, passesOver))
            if (!Move(ref right, passesOver) || !AreSame(left.Current, right.Current, inStruct, related))
                return false;
        return !Move(ref right, passesOver);
    }

    private static bool AreSame(SyntaxNodeOrToken before, SyntaxNodeOrToken after, bool inStruct, ICollection<string>? related)
    {
        if (before.AsNode() is { } node) return after.AsNode() is { } other && AreSame(node, other, inStruct, related);
        return after.IsToken && AreSame(before.AsToken(), after.AsToken());
    }

    private static bool Move(ref ChildSyntaxList.Enumerator children, bool passesOver)
    {
        while (children.MoveNext())
            if (!passesOver || children.Current.AsNode() is not MethodDeclarationSyntax method || HasNullableDirective(method)) return true;
        return false;
    }

    // Not those of a struct, where a method that captures a parameter makes a field of it.
    private static bool PassesOverMethods(SyntaxNode type, ICollection<string> related) =>
        type.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.InterfaceDeclaration or SyntaxKind.RecordDeclaration
        && !related.Contains(((TypeDeclarationSyntax)type).Identifier.ValueText);

    // By text: the same value can be written as a name and as a keyword.
    private static bool AreSame(SyntaxToken before, SyntaxToken after) =>
        before.IsIncrementallyIdenticalTo(after)
        || (before.RawKind == after.RawKind
            && before.IsMissing == after.IsMissing
            && before.Text == after.Text
            && NullableDirectives(before) == NullableDirectives(after));

    /// <summary>Whether a node is code that runs, and says nothing about the type that it stands in.</summary>
    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax,
        EqualsValueClauseSyntax => node.Parent switch
        {
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } => !field.Modifiers.Any(SyntaxKind.ConstKeyword),
            PropertyDeclarationSyntax => true,
            _ => false,
        },
        _ => false,
    };

    // One inside of a body holds for the rest of the file.
    private static bool HasNullableDirective(SyntaxNode node) => node.ContainsDirectives
        && ((CSharpSyntaxNode)node).GetFirstDirective(static directive => directive.IsKind(SyntaxKind.NullableDirectiveTrivia)) is { } found
        && node.FullSpan.Contains(found.FullSpan);

    private static string NullableDirectives(SyntaxToken token) => token.ContainsDirectives
        ? string.Concat(token.GetAllTrivia().Where(trivia => trivia.IsKind(SyntaxKind.NullableDirectiveTrivia)).Select(trivia => trivia.ToString()))
        : "";
}
