using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>Values that the code spells out. A pointer has three spellings of null: zero, <c>default</c> and <c>IntPtr.Zero</c>.</summary>
internal static class Constants
{
    public static bool TryRead(IOperation operation, out Content content)
    {
        content = Content.Unknown;
        if (Addresses.IsNullAddress(operation)
            || (operation is IDefaultValueOperation && operation.Type is { } type && (type.IsReferenceType || OwnershipModel.IsHandle(type))))
        {
            content = Content.Null;
            return true;
        }

        if (operation.ConstantValue is not { HasValue: true } constant) return false;
        content = constant.Value is null ? Content.Null : Content.Constant(constant.Value);
        return true;
    }

    /// <summary>What a slot holds that nothing was ever assigned to.</summary>
    public static Content DefaultOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Content.Of(false),
        SpecialType.System_Int32 => Content.Constant(0),
        SpecialType.System_Int64 => Content.Constant(0L),
        _ => type.IsReferenceType || Addresses.IsAddress(type) || OwnershipModel.IsHandle(type) ? Content.Null : Content.Unknown,
    };
}
