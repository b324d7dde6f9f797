using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>A local that is declared with a rent, and the statements of its block that come after.</summary>
internal sealed class Rental
{
    private readonly Document _document;
    private readonly BlockSyntax _block;
    private readonly LocalDeclarationStatementSyntax _declaration;
    private readonly string _name;
    private readonly ExpressionSyntax? _returnTarget;
    private readonly IReadOnlyCollection<StatementSyntax> _returns;

    private Rental(
        Document document, BlockSyntax block, LocalDeclarationStatementSyntax declaration, string name,
        ExpressionSyntax? returnTarget, IReadOnlyCollection<StatementSyntax> returns)
    {
        _document = document;
        _block = block;
        _declaration = declaration;
        _name = name;
        _returnTarget = returnTarget;
        _returns = returns;
    }

    public bool CanBeUsing { get; private set; }

    public bool CanBeFinally { get; private set; }

    /// <summary>Finds the rental that is reported at <paramref name="span"/>; null where it cannot be mended safely.</summary>
    public static async Task<Rental?> FindAsync(Document document, TextSpan span, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model) return null;
        if (root.FindNode(span, getInnermostNodeForTie: true) is not InvocationExpressionSyntax rent) return null;
        ExpressionSyntax value = rent;
        while (value.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax) value = (ExpressionSyntax)value.Parent;
        if (value.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            || variable.Parent?.Parent is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1, Parent: BlockSyntax block } declaration) return null;
        if (model.GetDeclaredSymbol(variable, cancellation) is not ILocalSymbol local) return null;
        bool disposable = IsDisposable(local.Type);
        ExpressionSyntax? target = IsLeaseCall(rent) ? null : Deallocators.For(rent, model.GetSymbolInfo(rent, cancellation).Symbol as IMethodSymbol);
        if (target is null && !disposable) return null;

        List<StatementSyntax> returns = [];
        foreach (StatementSyntax statement in block.Statements.Skip(block.Statements.IndexOf(declaration) + 1))
        {
            foreach (IdentifierNameSyntax name in statement.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText != local.Name
                    || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, local)) continue;
                // What is returned at the end must be what was rented at the start, and still be nobody else's.
                if (IsWritten(name) || Handover.Is(name, model, block)) return null;
                if (ReturningStatement(name) is not { } returning) continue;
                // Taking away the only statement of an `if` would change what the code says.
                if (returning.Parent is not (BlockSyntax or SwitchSectionSyntax)) return null;
                returns.Add(returning);
            }
        }

        bool movable = !declaration.Parent!.DescendantNodes().OfType<LabeledStatementSyntax>().Any();
        return new Rental(document, block, declaration, variable.Identifier.Text, target, returns)
        {
            CanBeUsing = disposable && declaration.UsingKeyword == default,
            CanBeFinally = target is not null && movable && (!disposable || HasReturn(model, rent)),
        };
    }

    public async Task<Document> RewriteAsync(Func<BlockSyntax> rewrite, CancellationToken cancellation)
    {
        SyntaxNode root = (await _document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        return _document.WithSyntaxRoot(root.ReplaceNode(_block, rewrite().WithAdditionalAnnotations(Formatter.Annotation)));
    }

    public BlockSyntax ToUsing()
    {
        BlockSyntax marked = Mark(out SyntaxAnnotation mark);
        StatementSyntax declaration = (StatementSyntax)marked.GetAnnotatedNodes(mark).Single();
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword)
            .WithLeadingTrivia(declaration.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        return marked.ReplaceNode(declaration, ((LocalDeclarationStatementSyntax)declaration.WithoutLeadingTrivia()).WithUsingKeyword(keyword));
    }

    public BlockSyntax ToFinally()
    {
        BlockSyntax marked = Mark(out SyntaxAnnotation mark);
        int index = marked.Statements.IndexOf(statement => statement.HasAnnotation(mark));
        StatementSyntax giveBack = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
            _returnTarget!,
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(_name))))));
        StatementSyntax guarded = SyntaxFactory.TryStatement(
            SyntaxFactory.Block(marked.Statements.Skip(index + 1)),
            default,
            SyntaxFactory.FinallyClause(SyntaxFactory.Block(giveBack)));
        return marked.WithStatements([.. marked.Statements.Take(index + 1), guarded.WithAdditionalAnnotations(Formatter.Annotation)]);
    }

    // The returns that are there already would become second ones.
    private BlockSyntax Mark(out SyntaxAnnotation mark)
    {
        SyntaxAnnotation here = mark = new SyntaxAnnotation();
        SyntaxAnnotation gone = new();
        BlockSyntax block = _block.ReplaceNodes(
            [_declaration, .. _returns],
            (original, now) => now.WithAdditionalAnnotations(original == _declaration ? here : gone));
        return block.RemoveNodes(block.GetAnnotatedNodes(gone), SyntaxRemoveOptions.KeepExteriorTrivia & ~SyntaxRemoveOptions.KeepTrailingTrivia & ~SyntaxRemoveOptions.KeepLeadingTrivia)!;
    }

    private static bool IsLeaseCall(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Lease" } or IdentifierNameSyntax { Identifier.ValueText: "Lease" };

    private static bool HasReturn(SemanticModel model, InvocationExpressionSyntax rent) =>
        !IsLeaseCall(rent) && model.GetSymbolInfo(rent).Symbol?.ContainingType.GetMembers("Return").IsEmpty == false;

    private static bool IsDisposable(ITypeSymbol type) =>
        type is { Name: "IMemoryOwner", ContainingNamespace.Name: "Buffers" }
        || (type.ContainingNamespace is { Name: "Slabwise", ContainingNamespace.IsGlobalNamespace: true } && type.Name is "Pooled" or "PooledLease" or "ObjectLease");

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword),
        RefExpressionSyntax => true,
        _ => false,
    };

    private static ExpressionStatementSyntax? ReturningStatement(IdentifierNameSyntax name)
    {
        ExpressionSyntax value = name;
        while (value.Parent is CastExpressionSyntax) value = (ExpressionSyntax)value.Parent;
        if (value.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax byArgument } call }
            && Deallocators.IsName(NameOf(call))) return byArgument;
        return name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax byInstance } own }
            && NameOf(own) is "Dispose" or "TryReturn" && ((MemberAccessExpressionSyntax)own.Expression).Expression == name
            ? byInstance
            : null;
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };
}
