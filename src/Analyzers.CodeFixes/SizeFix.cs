using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Slabwise.Analyzers.Rules.Sizes;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Replaces a size that is just past an edge: by all that is allocated for it anyway, or by the most that stays below.</summary>
/// <remarks>Only sizes that stand there as literals: a named constant is used elsewhere too. A smaller number is offered only where the old
/// one occurs nowhere else in the type, which may count on it.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SizeFix))]
[Shared]
public sealed class SizeFix : CodeFixProvider
{
    private const int LettersInGroup = 3;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [RuleIdentifiers.ClassEdge, RuleIdentifiers.LargeObjectEdge, RuleIdentifiers.PoolRounding];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Number(diagnostic, SizeProperties.Start) is not { } start || Number(diagnostic, SizeProperties.Characters) is not { } length) continue;
            TextSpan span = new((int)start, (int)length);
            if (span.End > root.FullSpan.End || root.FindNode(span, getInnermostNodeForTie: true) is not ExpressionSyntax size || size.Span != span) continue;
            // The cast of `(nuint)4097` stays.
            while (size is CastExpressionSyntax cast) size = cast.Expression;
            if (size.DescendantNodesAndSelf().Any(node => node is SimpleNameSyntax)) continue;
            if (Number(diagnostic, SizeProperties.Up) is { } up) Register(context, diagnostic, root, size, up, "Ask for all that is allocated", SizeProperties.Up);
            if (Number(diagnostic, SizeProperties.Down) is { } down && size is LiteralExpressionSyntax literal && OccursOnce(literal))
                Register(context, diagnostic, root, size, down, "Stay below the edge", SizeProperties.Down);
        }
    }

    private static void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax size, long number, string title, string kind)
    {
        string text = Text(number, grouped: size.ToString().Contains('_'));
        context.RegisterCodeFix(
            CodeAction.Create($"{title}: {text}", _ => Task.FromResult(Replace(context.Document, root, size, text, number)), $"{diagnostic.Id}.{kind}"),
            diagnostic);
    }

    private static Document Replace(Document document, SyntaxNode root, ExpressionSyntax size, string text, long number)
    {
        ExpressionSyntax literal = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(text, (int)number)).WithTriviaFrom(size);
        return document.WithSyntaxRoot(root.ReplaceNode(size, literal));
    }

    private static bool OccursOnce(LiteralExpressionSyntax literal)
    {
        SyntaxNode scope = literal.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault() ?? literal.SyntaxTree.GetRoot();
        return scope.DescendantTokens().Count(token => Equals(token.Value, literal.Token.Value)) == 1;
    }

    private static long? Number(Diagnostic diagnostic, string property) =>
        diagnostic.Properties.TryGetValue(property, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= int.MaxValue ? number : null;

    private static string Text(long number, bool grouped)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        for (int i = text.Length - LettersInGroup; grouped && i > 0; i -= LettersInGroup) text = text.Insert(i, "_");
        return text;
    }
}
