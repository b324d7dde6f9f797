using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Slabwise.Analyzers.Rules.Ownership;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Returns a leaking rental whichever way the block is left: by <c>using</c> where the type knows how to be
/// disposed, and by <c>try</c> and <c>finally</c> elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakFix))]
[Shared]
public sealed class LeakFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.Leak, RuleIdentifiers.LeaseWithoutUsing, RuleIdentifiers.LeakOnThrow];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        // Freed in a finally, it would be gone under native code that keeps it.
        if (context.Diagnostics.Any(diagnostic => diagnostic.Properties.ContainsKey(LeakProperties.Lent))) return;
        if (await Rental.FindAsync(context.Document, context.Span, context.CancellationToken).ConfigureAwait(false) is not { } rental) return;
        if (rental.CanBeUsing)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Return it by 'using'",
                    cancellation => rental.RewriteAsync(rental.ToUsing, cancellation),
                    "SLAB101.Using"),
                context.Diagnostics);
        }

        if (rental.CanBeFinally)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Return it in a 'finally'",
                    cancellation => rental.RewriteAsync(rental.ToFinally, cancellation),
                    "SLAB101.Finally"),
                context.Diagnostics);
        }
    }
}
