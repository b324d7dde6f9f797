using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Generators;

/// <summary>
/// Whether two versions of a file declare the same: they may differ in the bodies and initializers of classes, in blanks and in comments.
/// </summary>
/// <remarks>
/// <c>SyntaxFactory.AreEquivalent</c> for the top level lost: it passes over the bodies of structs, where <c>field</c> or a captured parameter makes a
/// field, over the <c>@</c> of a name (<c>nint</c> and <c>@nint</c>), and over <c>#nullable</c>. What an incremental parse kept is not looked into.
/// </remarks>
internal static class DeclarationComparer
{
    /// <summary>Compares two trees.</summary>
    public static bool AreSame(SyntaxTree before, SyntaxTree after) =>
        before.FilePath == after.FilePath
        && before.Options.Equals(after.Options)
        && AreSame(before.GetRoot(), after.GetRoot(), inStruct: false);

    private static bool AreSame(SyntaxNode before, SyntaxNode after, bool inStruct)
    {
        if (before.IsIncrementallyIdenticalTo(after)) return true;
        if (before.RawKind != after.RawKind) return false;
        if (!inStruct && IsBody(before) && !HasNullableDirective(before) && !HasNullableDirective(after)) return true;

        if (before is TypeDeclarationSyntax) inStruct = before.Kind() is SyntaxKind.StructDeclaration or SyntaxKind.RecordStructDeclaration;
        ChildSyntaxList.Enumerator left = before.ChildNodesAndTokens().GetEnumerator(), right = after.ChildNodesAndTokens().GetEnumerator();
        while (left.MoveNext())
            if (!right.MoveNext() || !AreSame(left.Current, right.Current, inStruct))
                return false;
        return !right.MoveNext();
    }

    private static bool AreSame(SyntaxNodeOrToken before, SyntaxNodeOrToken after, bool inStruct)
    {
        if (before.AsNode() is { } node) return after.AsNode() is { } other && AreSame(node, other, inStruct);
        return after.IsToken && AreSame(before.AsToken(), after.AsToken());
    }

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
