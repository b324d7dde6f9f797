using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Finds, takes out and puts in whole statements.</summary>
internal static class StatementPlaces
{
    public static StatementSyntax? At(SyntaxNode root, Location location) =>
        root.FullSpan.Contains(location.SourceSpan)
            ? root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault()
            : null;

    /// <summary>The block that lists the statement; null for the lone statement of an <c>if</c>, and for top-level ones.</summary>
    public static BlockSyntax? BlockOf(StatementSyntax statement) => statement.Parent as BlockSyntax;

    /// <summary>The statement of <paramref name="block"/> that holds <paramref name="node"/>.</summary>
    public static StatementSyntax? Within(BlockSyntax block, SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(statement => statement.Parent == block);

    /// <summary>Takes a statement out; a comment above it stays.</summary>
    public static SyntaxNode Without(SyntaxNode root, StatementSyntax statement)
    {
        bool hasComment = statement.GetLeadingTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return root.RemoveNode(statement, hasComment ? SyntaxRemoveOptions.KeepLeadingTrivia : SyntaxRemoveOptions.KeepNoTrivia)!;
    }
}
