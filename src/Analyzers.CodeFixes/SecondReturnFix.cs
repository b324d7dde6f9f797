using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Takes the second return away, where it is a statement of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SecondReturnFix))]
[Shared]
public sealed class SecondReturnFix : CodeFixProvider
{
    private const string Title = "Remove the second return";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.DoubleReturn];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (StatementPlaces.At(root, diagnostic.Location) is not ExpressionStatementSyntax statement) continue;
            // The call that is reported must be all that the statement does.
            if (statement.Expression.Span != diagnostic.Location.SourceSpan || StatementPlaces.BlockOf(statement) is null) continue;
            // In a loop, or behind a label, the first return may be this one.
            if (diagnostic.AdditionalLocations.Count == 0 || diagnostic.AdditionalLocations[0] is not { } first || first.SourceSpan.Start >= statement.SpanStart) continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(StatementPlaces.Without(root, statement))), equivalenceKey: Title),
                diagnostic);
        }
    }
}
