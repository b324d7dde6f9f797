using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Native memory is held in pointers and in integers of their size alike.</summary>
internal static class Addresses
{
    public static bool IsAddress(ITypeSymbol? type) =>
        type is IPointerTypeSymbol or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr };

    /// <summary>Every spelling of the address that is none.</summary>
    public static bool IsNullAddress(IOperation operation)
    {
        IOperation value = operation.WithoutConversions();
        if (value.ConstantValue is { HasValue: true } constant)
            return constant.Value is null || ((IsAddress(operation.Type) || IsAddress(value.Type)) && IsZero(constant.Value));
        return value switch
        {
            IDefaultValueOperation => IsAddress(value.Type),
            IFieldReferenceOperation { Field: { Name: "Zero", IsStatic: true } field } => IsAddress(field.ContainingType),
            IPropertyReferenceOperation { Property: { Name: "Zero", IsStatic: true } property } => IsAddress(property.ContainingType),
            IObjectCreationOperation { Arguments.Length: 1 } creation => IsAddress(creation.Type)
                && creation.Arguments[0].Value.ConstantValue is { HasValue: true } number && IsZero(number.Value),
            _ => false,
        };
    }

    /// <summary>Conversions of an address to another type of address keep it, also where they are operators of IntPtr.</summary>
    public static bool Keeps(IConversionOperation conversion) => IsAddress(conversion.Operand.Type) && IsAddress(conversion.Type);

    /// <summary>A constant step forward.</summary>
    public static bool IsPositive(IOperation step) =>
        step.WithoutConversions().ConstantValue is { HasValue: true, Value: int and > 0 or long and > 0 or uint and > 0 or ulong and > 0 };

    private static bool IsZero(object? constant) => constant is 0 or 0u or 0L or 0ul;
}
