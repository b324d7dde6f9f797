using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Adds <c>OnReturn</c> to a pooled class, which lets go of everything that the object refers to.</summary>
/// <remarks>Only where every field has an empty state that its declaration allows: a collection is cleared, a nullable reference becomes null, a
/// string empty. Anything else would be a guess.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClearOnReturnFix))]
[Shared]
public sealed class ClearOnReturnFix : CodeFixProvider
{
    private const string Title = "Add 'OnReturn'";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIdentifiers.StateWithoutOnReturn];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not TypeDeclarationSyntax { OpenBraceToken.RawKind: not 0 } declaration) continue;
            if (model.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } type || Clearing(type) is not { Count: > 0 } statements) continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(Add(context.Document, root, declaration, statements)), equivalenceKey: Title),
                diagnostic);
        }
    }

    private static Document Add(Document document, SyntaxNode root, TypeDeclarationSyntax declaration, List<string> statements)
    {
        MemberDeclarationSyntax hook = SyntaxFactory.ParseMemberDeclaration(
            $"partial void OnReturn()\n{{\n{string.Concat(statements.Select(statement => statement + "\n"))}}}\n")!;
        if (declaration.Members.Count > 0) hook = hook.WithLeadingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed, SyntaxFactory.ElasticCarriageReturnLineFeed);
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, declaration.AddMembers(hook.WithAdditionalAnnotations(Formatter.Annotation))));
    }

    private static List<string>? Clearing(INamedTypeSymbol type)
    {
        // What a base class refers to is not to be cleared from here.
        if (type.BaseType is not { SpecialType: SpecialType.System_Object }) return null;
        List<string> statements = [];
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic || field.IsConst || field.Type.IsUnmanagedType) continue;
            if (field.AssociatedSymbol is IEventSymbol) continue;
            if (Clearing(field) is not { } statement) return null;
            statements.Add(statement);
        }

        foreach (IEventSymbol handlers in type.GetMembers().OfType<IEventSymbol>())
            if (!handlers.IsStatic && handlers.AddMethod is { IsImplicitlyDeclared: true }) statements.Add($"{handlers.Name} = null;");

        return statements;
    }

    private static string? Clearing(IFieldSymbol field)
    {
        IPropertySymbol? property = field.AssociatedSymbol as IPropertySymbol;
        string name = property?.Name ?? field.Name;
        bool isNullable = field.NullableAnnotation == NullableAnnotation.Annotated;
        bool isReadOnly = property is null ? field.IsReadOnly : property.SetMethod is null or { IsInitOnly: true };
        if (HasClear(field.Type)) return isNullable ? $"{name}?.Clear();" : $"{name}.Clear();";
        if (isReadOnly) return null;
        if (isNullable) return $"{name} = null;";
        return field.Type.SpecialType == SpecialType.System_String ? $"{name} = \"\";" : null;
    }

    private static bool HasClear(ITypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true
        && type.GetMembers("Clear").OfType<IMethodSymbol>().Any(method => method is { Parameters.IsEmpty: true, IsStatic: false, DeclaredAccessibility: Accessibility.Public });
}
