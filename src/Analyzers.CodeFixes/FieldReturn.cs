using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>A call that gives back what a field of the same type holds, and how to take it out of the field first.</summary>
internal sealed class FieldReturn
{
    private readonly InvocationExpressionSyntax _call;
    private readonly ExpressionSyntax _argument;
    private readonly IFieldSymbol _field;
    private readonly FieldDeclarationSyntax? _declaration;
    private readonly string _name;
    private readonly bool _nullable;

    private FieldReturn(InvocationExpressionSyntax call, ExpressionSyntax argument, IFieldSymbol field, FieldDeclarationSyntax? declaration, string name, bool nullable)
    {
        _call = call;
        _argument = argument;
        _field = field;
        _declaration = declaration;
        _name = name;
        _nullable = nullable;
    }

    /// <summary>Null where the field's value is read on the way, or the field cannot be set from here.</summary>
    public static FieldReturn? Find(SyntaxNode root, SemanticModel model, TextSpan span, CancellationToken cancellation)
    {
        if (root.FindNode(span, getInnermostNodeForTie: true) is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call) return null;
        if (call.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or DestructorDeclarationSyntax })) return null;
        ExpressionSyntax argument = arguments[0].Expression;
        ExpressionSyntax bare = argument is PostfixUnaryExpressionSyntax suppressed ? suppressed.Operand : argument;
        if (model.GetSymbolInfo(bare, cancellation).Symbol is not IFieldSymbol { IsStatic: false, IsVolatile: false, RefKind: RefKind.None } field) return null;
        if (bare is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })) return null;
        if (!(field.Type.IsReferenceType || field.Type is IPointerTypeSymbol or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr })) return null;
        if (call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || !OnlyTests(member, bare, field, model, cancellation)) return null;
        if (model.GetDeclaredSymbol(member, cancellation) is IMethodSymbol { IsReadOnly: true } or null) return null;

        FieldDeclarationSyntax? declaration = null;
        if (field.IsReadOnly)
        {
            if (field.ContainingType.IsReadOnly || field.DeclaringSyntaxReferences.Length != 1) return null;
            declaration = field.DeclaringSyntaxReferences[0].GetSyntax(cancellation).FirstAncestorOrSelf<FieldDeclarationSyntax>();
            if (declaration is null || declaration.SyntaxTree != root.SyntaxTree) return null;
        }

        string name = field.Name.TrimStart('_');
        if (name.Length == 0 || name == field.Name) name = "taken";
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || !model.LookupSymbols(call.SpanStart, name: name).IsEmpty) name = "taken";
        bool nullable = field.NullableAnnotation != NullableAnnotation.NotAnnotated || !model.GetNullableContext(call.SpanStart).AnnotationsEnabled();
        return new FieldReturn(call, argument, field, declaration, name, nullable);
    }

    public SyntaxNode Rewrite(SyntaxNode root)
    {
        SyntaxNode target = _call.Parent is ArrowExpressionClauseSyntax { Parent: BaseMethodDeclarationSyntax method } ? method : TestOf((StatementSyntax)_call.Parent!) ?? _call.Parent!;
        SyntaxNode tracked = root.TrackNodes(_declaration is null ? [target] : [target, _declaration]);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(target)!, Replaced(target));
        return _declaration is null ? tracked : tracked.ReplaceNode(tracked.GetCurrentNode(_declaration)!, Writable(_declaration));
    }

    // A null test around the call says what the exchange says.
    private IfStatementSyntax? TestOf(StatementSyntax statement)
    {
        SyntaxNode? around = statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement.Parent;
        return _field.Type.IsReferenceType && around is IfStatementSyntax { Else: null } test
            && test.Condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } or IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax or RecursivePatternSyntax }
            && test.Condition.DescendantTokens().Any(token => token.ValueText == _field.Name) ? test : null;
    }

    // Exchange gives the value to one caller only, also where two dispose at once; it does not take pointers.
    private SyntaxNode[] Replaced(SyntaxNode target)
    {
        string argument = _argument is PostfixUnaryExpressionSyntax suppressed ? suppressed.Operand.ToString() : _argument.ToString();
        StatementSyntax[] statements;
        if (_field.Type is IPointerTypeSymbol)
        {
            statements = [SyntaxFactory.ExpressionStatement(_call.WithoutTrivia()), SyntaxFactory.ParseStatement($"{argument} = null;")];
        }
        else if (!_field.Type.IsReferenceType)
        {
            statements = [SyntaxFactory.ExpressionStatement(Returning($"global::System.Threading.Interlocked.Exchange(ref {argument}, default)"))];
        }
        else
        {
            string empty = _nullable ? "null" : "null!";
            ExpressionSyntax test = SyntaxFactory.ParseExpression($"global::System.Threading.Interlocked.Exchange(ref {argument}, {empty}) is {{ }} {_name}");
            statements = [SyntaxFactory.IfStatement(test, SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(Returning(_name))))];
        }

        statements = [.. statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation))];
        if (target is BaseMethodDeclarationSyntax method)
        {
            return [method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(SyntaxFactory.Block(statements))
                .WithTrailingTrivia(method.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)];
        }

        if (target.Parent is BlockSyntax or SwitchSectionSyntax)
        {
            statements[0] = statements[0].WithLeadingTrivia(target.GetLeadingTrivia());
            statements[statements.Length - 1] = statements[statements.Length - 1].WithTrailingTrivia(target.GetTrailingTrivia());
            return statements;
        }

        // An `else` behind it must not go to the new test.
        StatementSyntax only = statements.Length == 1 && statements[0] is ExpressionStatementSyntax ? statements[0] : SyntaxFactory.Block(statements);
        return [only.WithTriviaFrom(target).WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)];
    }

    private InvocationExpressionSyntax Returning(string argument) =>
        _call.ReplaceNode(_argument, SyntaxFactory.ParseExpression(argument)).WithoutTrivia();

    private static FieldDeclarationSyntax Writable(FieldDeclarationSyntax field) =>
        field.WithModifiers(SyntaxFactory.TokenList(field.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword)))).WithLeadingTrivia(field.GetLeadingTrivia());

    // Whoever reads the value before would meet null the second time.
    private static bool OnlyTests(MemberDeclarationSyntax member, ExpressionSyntax returned, IFieldSymbol field, SemanticModel model, CancellationToken cancellation)
    {
        foreach (IdentifierNameSyntax name in member.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != field.Name || returned.Span.Contains(name.Span)) continue;
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, field)) continue;
            SyntaxNode? parent = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access.Parent : name.Parent;
            if (parent is not (BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }))
                return false;
        }

        return true;
    }
}
