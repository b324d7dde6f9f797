using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.CodeFixes;

/// <summary>Recognises mentions of a rental after which somebody else may have it, so that returning it here would be wrong.</summary>
internal static class Handover
{
    public static bool Is(IdentifierNameSyntax name, SemanticModel model, BlockSyntax scope)
    {
        if (name.Ancestors().TakeWhile(node => node != scope).Any(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)) return true;
        ExpressionSyntax value = name;
        bool wrapped = false;
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax or InitializerExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
                    or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.AsExpression }:
                    // A span over it is no second reference to it.
                    if (model.GetTypeInfo(value).ConvertedType is { IsRefLikeType: true }) return false;
                    value = (ExpressionSyntax)value.Parent;
                    break;
                case ArgumentSyntax { Parent: TupleExpressionSyntax tuple }:
                    value = tuple;
                    break;
                case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }:
                    if (model.GetTypeInfo(creation).Type is null or { IsRefLikeType: true }) return false;
                    value = creation;
                    wrapped = true;
                    break;
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax or YieldStatementSyntax: return true;
                case AssignmentExpressionSyntax assignment when assignment.Right == value: return !IsSpan(model, value);
                // An object that is made around it may stay here.
                case EqualsValueClauseSyntax: return !wrapped && !IsSpan(model, value);
                default: return false;
            }
        }
    }

    private static bool IsSpan(SemanticModel model, ExpressionSyntax value) => model.GetTypeInfo(value).ConvertedType is { IsRefLikeType: true };
}
