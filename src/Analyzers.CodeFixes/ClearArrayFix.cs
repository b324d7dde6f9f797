using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Has the pool clear an array of references when it comes back: <c>clearArray: true</c>.</summary>
/// <remarks>Clearing only the part that was used is cheaper, but which part that is only the author knows.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClearArrayFix))]
[Shared]
public sealed class ClearArrayFix : CodeFixProvider
{
    private const string Title = "Have the pool clear the array";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.ReturnedUncleared];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call) continue;
            // A helper of the user's own may have no way to say it, or more than one.
            if (model.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol { Parameters.Length: 2 } method) continue;
            if (method.Parameters[1] is not { Type.SpecialType: SpecialType.System_Boolean } clear) continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call.ArgumentList, Clearing(call.ArgumentList, clear.Name)))), equivalenceKey: Title),
                diagnostic);
        }
    }

    private static ArgumentListSyntax Clearing(ArgumentListSyntax list, string name)
    {
        LiteralExpressionSyntax yes = SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);
        ArgumentSyntax? stated = list.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)
            ?? list.Arguments.Skip(1).FirstOrDefault(argument => argument.NameColon is null);
        if (stated is not null) return list.ReplaceNode(stated.Expression, yes.WithTriviaFrom(stated.Expression));
        SyntaxToken colon = SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space);
        ArgumentSyntax added = SyntaxFactory.Argument(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(name), colon), default, yes);
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(list.Arguments.GetWithSeparators().Add(comma).Add(added)));
    }
}
