using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Slabwise.Analyzers.Rules.Layout;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Puts the fields of a pooled struct into the order that leaves no gaps.</summary>
/// <remarks>Not where somebody may count on the old one: see <see cref="MayCountOnOrder"/>.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReorderFieldsFix))]
[Shared]
public sealed class ReorderFieldsFix : CodeFixProvider
{
    private const string Title = "Order the fields by alignment";

    private static readonly string[] s_reinterpreting = ["DllImport", "LibraryImport", "MemoryMarshal", "Marshal", "Unsafe"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.Padding];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(LayoutProperties.Order, out string? order) || order is null) continue;
            if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not TypeDeclarationSyntax { ParameterList: null } declaration) continue;
            if (model.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } type) continue;
            List<MemberDeclarationSyntax> fields = [.. declaration.Members.Where(IsInstanceField)];
            List<string> names = [.. order.Split(',')];
            if (!AreAll(fields, names) || fields.Any(field => field.ContainsDirectives || HasInitializer(field))) continue;
            if (await MayCountOnOrder(context.Document.Project, type.Name, context.CancellationToken).ConfigureAwait(false)) continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(Reorder(context.Document, root, fields, names)), equivalenceKey: Title),
                diagnostic);
        }
    }

    private static Document Reorder(Document document, SyntaxNode root, List<MemberDeclarationSyntax> fields, List<string> names)
    {
        List<MemberDeclarationSyntax> sorted = [.. fields.OrderBy(field => names.IndexOf(NamesOf(field).First()))];
        return document.WithSyntaxRoot(root.ReplaceNodes(fields, (field, _) => WithPlaceOf(sorted[fields.IndexOf(field)], field)));
    }

    // The comment goes with the field, the line breaks before it stay where they are.
    private static MemberDeclarationSyntax WithPlaceOf(MemberDeclarationSyntax moved, MemberDeclarationSyntax place)
    {
        IEnumerable<SyntaxTrivia> breaks = place.GetLeadingTrivia().TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        IEnumerable<SyntaxTrivia> own = moved.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        // Several fields on one line have nothing but a space before them, or the line's indentation.
        bool hasComment = moved.GetLeadingTrivia().Concat(place.GetLeadingTrivia()).Any(trivia => !trivia.IsKind(SyntaxKind.EndOfLineTrivia) && !trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        MemberDeclarationSyntax placed = hasComment ? moved.WithLeadingTrivia(breaks.Concat(own)) : moved.WithLeadingTrivia(place.GetLeadingTrivia());
        bool hasRemark = moved.GetTrailingTrivia().Concat(place.GetTrailingTrivia()).Any(trivia => !trivia.IsKind(SyntaxKind.EndOfLineTrivia) && !trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        return hasRemark ? placed : placed.WithTrailingTrivia(place.GetTrailingTrivia());
    }

    private static bool AreAll(List<MemberDeclarationSyntax> fields, List<string> names)
    {
        List<string> declared = [.. fields.SelectMany(NamesOf)];
        return declared.Count == names.Count && names.All(declared.Contains);
    }

    private static bool IsInstanceField(MemberDeclarationSyntax member) =>
        !member.Modifiers.Any(SyntaxKind.StaticKeyword) && !member.Modifiers.Any(SyntaxKind.ConstKeyword)
        && (member is FieldDeclarationSyntax || (member is PropertyDeclarationSyntax { AccessorList.Accessors: var accessors, ExpressionBody: null }
            && accessors.All(accessor => accessor is { Body: null, ExpressionBody: null })));

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member is FieldDeclarationSyntax field
        ? field.Declaration.Variables.Select(variable => variable.Identifier.ValueText)
        : [((PropertyDeclarationSyntax)member).Identifier.ValueText];

    // Initializers run in the order of the fields.
    private static bool HasInitializer(MemberDeclarationSyntax member) => member is FieldDeclarationSyntax field
        ? field.Declaration.Variables.Any(variable => variable.Initializer is not null)
        : ((PropertyDeclarationSyntax)member).Initializer is not null;

    /// <summary>Whether some file names the type and something that reinterprets memory, or passes it to native code.</summary>
    private static async Task<bool> MayCountOnOrder(Project project, string type, CancellationToken cancellation)
    {
        foreach (Document document in project.Documents)
        {
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root) continue;
            bool named = false, reinterprets = false;
            foreach (SyntaxToken token in root.DescendantTokens())
            {
                if (!token.IsKind(SyntaxKind.IdentifierToken)) continue;
                named |= token.ValueText == type;
                reinterprets |= s_reinterpreting.Contains(token.ValueText);
                if (named && reinterprets) return true;
            }
        }

        return false;
    }
}
