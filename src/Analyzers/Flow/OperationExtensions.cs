using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

internal static class OperationExtensions
{
    /// <summary>Looks through conversions that keep the value what it is.</summary>
    public static IOperation WithoutConversions(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion when conversion.OperatorMethod is null || Addresses.Keeps(conversion):
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>Two symbols are one. Most that are compared are not, and differ in their names already.</summary>
    public static bool IsSame(ISymbol left, ISymbol? right) =>
        ReferenceEquals(left, right) || (right is not null && left.Name == right.Name && SymbolEqualityComparer.Default.Equals(left, right));

    public static bool IsNullConstant(this IOperation operation)
    {
        operation = operation.WithoutConversions();
        return operation.ConstantValue is { HasValue: true, Value: null }
            || (operation is IDefaultValueOperation && operation.Type is { } type && type.IsNullable());
    }

    // A zero is a null only beside an address.
    private static bool IsNone(this IOperation operation) => operation.IsNullConstant() || Addresses.IsNullAddress(operation);

    public static bool IsNullable(this ITypeSymbol type) =>
        type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>Recognises every spelling of a test against null.</summary>
    public static bool TestsForNull(this IOperation operation, out IOperation? operand, out bool isNull)
    {
        isNull = true;
        switch (operation)
        {
            case IIsNullOperation test:
                operand = test.Operand;
                return true;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary
                when binary.LeftOperand.IsNone() || binary.RightOperand.IsNone():
                operand = binary.LeftOperand.IsNone() ? binary.RightOperand : binary.LeftOperand;
                isNull = binary.OperatorKind == BinaryOperatorKind.Equals;
                return true;
            case IIsPatternOperation pattern when pattern.Pattern.MatchesNullOnly(out bool negated):
                operand = pattern.Value;
                isNull = !negated;
                return true;
            case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } instance }
                when instance.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T:
                operand = instance;
                isNull = false;
                return true;
            default:
                operand = null;
                return false;
        }
    }

    private static bool MatchesNullOnly(this IPatternOperation pattern, out bool negated)
    {
        negated = false;
        while (pattern is INegatedPatternOperation not)
        {
            negated = !negated;
            pattern = not.Pattern;
        }

        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return constant.Value.IsNone();
            // `is { }` and `is { } name`: anything but null.
            case IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true } any
                when SymbolEqualityComparer.Default.Equals(any.MatchedType, any.NarrowedType)
                    && SymbolEqualityComparer.Default.Equals(any.MatchedType, Underlying(any.InputType)):
                negated = !negated;
                return true;
            case IDeclarationPatternOperation { MatchesNull: false } declaration
                when SymbolEqualityComparer.Default.Equals(declaration.MatchedType, Underlying(declaration.InputType)):
                negated = !negated;
                return true;
            default:
                return false;
        }
    }

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
}
