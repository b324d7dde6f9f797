using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Takes the value out of its field when it is returned, so that nothing can return or use it again.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FieldReturnFix))]
[Shared]
public sealed class FieldReturnFix : CodeFixProvider
{
    private const string Title = "Clear the field when it is returned";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.DoubleDisposal, RuleIdentifiers.StaleField];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (FieldReturn.Find(root, model, diagnostic.Location.SourceSpan, context.CancellationToken) is not { } found) continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(found.Rewrite(root))), equivalenceKey: Title),
                diagnostic);
        }
    }
}
