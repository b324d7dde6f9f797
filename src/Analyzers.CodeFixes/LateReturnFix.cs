using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Moves a return that comes too early behind the last use in its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LateReturnFix))]
[Shared]
public sealed class LateReturnFix : CodeFixProvider
{
    private const string Title = "Return it after the last use";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.UseAfterReturn];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.AdditionalLocations.Count == 0 || diagnostic.AdditionalLocations[0] is not { } returned || StatementPlaces.At(root, returned) is not ExpressionStatementSyntax early) continue;
            if (early.Expression.Span != returned.SourceSpan || StatementPlaces.BlockOf(early) is not { } block) continue;
            if (LastUse(root, model, block, early, diagnostic) is not { } last) continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(Move(context.Document, root, block, early, last)), equivalenceKey: Title),
                diagnostic);
        }
    }

    /// <summary>The last statement that speaks of the rental or of what was reported; null where paths leave before it.</summary>
    private static StatementSyntax? LastUse(SyntaxNode root, SemanticModel model, BlockSyntax block, ExpressionStatementSyntax early, Diagnostic diagnostic)
    {
        SyntaxNode use = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (StatementPlaces.Within(block, use) is not { } statement || statement.SpanStart <= early.SpanStart) return null;
        HashSet<ISymbol> variables = new(VariablesIn(model, early).Concat(VariablesIn(model, use)), SymbolEqualityComparer.Default);

        int from = block.Statements.IndexOf(early), to = block.Statements.IndexOf(statement);
        for (int i = to + 1; i < block.Statements.Count; i++)
            if (VariablesIn(model, block.Statements[i]).Any(variables.Contains)) to = i;
        for (int i = from + 1; i <= to; i++)
        {
            // What leaves on the way would leave without the return; what declares a function may run it later.
            if (block.Statements[i].DescendantNodesAndSelf().Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax or LabeledStatementSyntax or LocalFunctionStatementSyntax)) return null;
            // A new value would be what goes back.
            if (block.Statements[i].DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
                model.GetSymbolInfo(assignment.Left).Symbol is { } target && variables.Contains(target))) return null;
        }

        return block.Statements[to];
    }

    private static IEnumerable<ISymbol> VariablesIn(SemanticModel model, SyntaxNode node)
    {
        foreach (IdentifierNameSyntax name in node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            if (model.GetSymbolInfo(name).Symbol is ILocalSymbol or IParameterSymbol) yield return model.GetSymbolInfo(name).Symbol!;
    }

    private static Document Move(Document document, SyntaxNode root, BlockSyntax block, ExpressionStatementSyntax early, StatementSyntax last)
    {
        int from = block.Statements.IndexOf(early), to = block.Statements.IndexOf(last);
        SyntaxList<StatementSyntax> statements = block.Statements.RemoveAt(from).Insert(to, early);
        // A blank line that set the return apart from what it follows belongs to that place.
        if (from == 0) statements = statements.Replace(statements[0], statements[0].WithLeadingTrivia(statements[0].GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        return document.WithSyntaxRoot(root.ReplaceNode(block, block.WithStatements(statements)));
    }
}
