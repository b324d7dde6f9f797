using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Gives a type whose objects change threads the cache that does not care: <c>CacheKind.PerCpu</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PerCpuFix))]
[Shared]
public sealed class PerCpuFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.HeldAcrossAwait, RuleIdentifiers.CrossThreadReturn];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach ((INamedTypeSymbol type, AttributeArgumentSyntax option) in PerThreadTypesIn(model, place))
            {
                if (context.Document.Project.Solution.GetDocument(option.SyntaxTree) is not { } document) continue;
                context.RegisterCodeFix(
                    CodeAction.Create($"Cache '{type.Name}' by CPU", cancellation => SwitchAsync(document, option, cancellation), $"PerCpu.{type.Name}"),
                    diagnostic);
                break;
            }
        }
    }

    private static async Task<Solution> SwitchAsync(Document document, AttributeArgumentSyntax option, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        // PerCpu is the default; an empty list of arguments goes with its last one.
        AttributeArgumentListSyntax list = (AttributeArgumentListSyntax)option.Parent!;
        root = list.Arguments.Count > 1
            ? root.ReplaceNode(list, list.WithArguments(list.Arguments.Remove(option)))
            : root.ReplaceNode(list.Parent!, ((AttributeSyntax)list.Parent!).WithArgumentList(null));
        return document.WithSyntaxRoot(root).Project.Solution;
    }

    private static IEnumerable<(INamedTypeSymbol, AttributeArgumentSyntax)> PerThreadTypesIn(SemanticModel model, SyntaxNode place)
    {
        foreach (ExpressionSyntax expression in place.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
        {
            SymbolInfo symbol = model.GetSymbolInfo(expression);
            ITypeSymbol? type = model.GetTypeInfo(expression).Type ?? symbol.Symbol as ITypeSymbol;
            foreach (INamedTypeSymbol candidate in Candidates(type).Concat(Candidates(symbol.Symbol?.ContainingType)))
                if (OptionOf(candidate) is { } option) yield return (candidate, option);
        }

        // A declaration is reported by its name.
        if (model.GetDeclaredSymbol(place) is ILocalSymbol local)
        {
            foreach (INamedTypeSymbol candidate in Candidates(local.Type))
                if (OptionOf(candidate) is { } option) yield return (candidate, option);
        }
    }

    private static IEnumerable<INamedTypeSymbol> Candidates(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named) yield break;
        yield return named;
        foreach (ITypeSymbol argument in named.TypeArguments)
            if (argument is INamedTypeSymbol inner) yield return inner;
    }

    private static AttributeArgumentSyntax? OptionOf(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass?.ToDisplayString() != "Slabwise.SizeClassPooledAttribute") continue;
            return (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(argument =>
                argument.NameEquals?.Name.Identifier.ValueText == "Cache" && argument.Expression.ToString().EndsWith("PerThread", StringComparison.Ordinal));
        }

        return null;
    }
}
