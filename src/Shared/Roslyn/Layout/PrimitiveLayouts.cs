using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>The types that the runtime itself knows the size of.</summary>
internal static class PrimitiveLayouts
{
    /// <summary>Whether the runtime treats <paramref name="type"/> as a primitive, with enums as their underlying type.</summary>
    public static bool IsPrimitive(ITypeSymbol type) =>
        type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? IsPrimitive(underlying) : SizeOf(type.SpecialType) > 0;

    /// <summary>The layout of a primitive; false for everything else.</summary>
    public static bool TryGet(ITypeSymbol type, out ValueLayout layout)
    {
        int size = SizeOf(type.SpecialType);
        bool pointerSized = type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
        layout = pointerSized ? PointerSized(type) : ValueLayout.Known(size, size);
        return pointerSized || size > 0;
    }

    /// <summary>Says why a pointer's size is not known.</summary>
    public static ValueLayout PointerSized(ITypeSymbol type) =>
        ValueLayout.Unknown($"'{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is as wide as a pointer, 4 or 8 bytes");

    private static int SizeOf(SpecialType type) => type switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
        _ => 0,
    };
}
