using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;
using Slabwise.Analyzers.Rules.Ownership;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Says on the parameter of a native function what it does with the pointer that it is given.</summary>
/// <remarks>Borrowing comes first: where that is wrong, the leak that is then reported shows it; where taking over is wrong, nothing does.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OwnershipAttributeFix))]
[Shared]
public sealed class OwnershipAttributeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.Leak];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.ContainsKey(LeakProperties.Lent) || diagnostic.AdditionalLocations.Count == 0) continue;
            if (ParameterOf(root, model, diagnostic) is not { } parameter) continue;
            if (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is not ParameterSyntax declared) continue;
            if (context.Document.Project.Solution.GetDocument(declared.SyntaxTree) is not { } document) continue;
            Register("Borrowed", $"'{parameter.ContainingSymbol.Name}' only borrows it");
            Register("Owned", $"'{parameter.ContainingSymbol.Name}' takes it over");

            void Register(string attribute, string title)
            {
                if (model.Compilation.GetTypesByMetadataName($"Slabwise.{attribute}Attribute").IsEmpty) return;
                context.RegisterCodeFix(
                    CodeAction.Create(title, cancellation => MarkAsync(document, declared, attribute, cancellation), $"SLAB101.{attribute}"), diagnostic);
            }
        }
    }

    /// <summary>The parameter that gets what is rented where the diagnostic stands.</summary>
    private static IParameterSymbol? ParameterOf(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax syntax
            || model.GetOperation(syntax) is not IInvocationOperation call) return null;
        SyntaxNode rent = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        ISymbol? local = rent.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } declarator ? model.GetDeclaredSymbol(declarator)
            : rent.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment ? model.GetSymbolInfo(assignment.Left).Symbol : null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Syntax.Span.Contains(rent.Span)) return argument.Parameter;
            if (local is not null && argument.Syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
                .Any(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local))) return argument.Parameter;
        }

        return null;
    }

    private static async Task<Document> MarkAsync(Document document, ParameterSyntax parameter, string attribute, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        AttributeSyntax named = SyntaxFactory.Attribute(SyntaxFactory.ParseName($"global::Slabwise.{attribute}")).WithAdditionalAnnotations(Simplifier.Annotation);
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(named)).WithTrailingTrivia(SyntaxFactory.Space).WithLeadingTrivia(parameter.GetLeadingTrivia());
        return document.WithSyntaxRoot(root.ReplaceNode(parameter, parameter.WithoutLeadingTrivia().AddAttributeLists(list)));
    }
}
