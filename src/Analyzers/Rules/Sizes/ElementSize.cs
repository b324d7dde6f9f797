using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Bytes that an element takes in an array, where that is certain.</summary>
internal static class ElementSize
{
    private const int MaxDepth = 16;

    public static long? Of(ITypeSymbol type) => Measure(type, 0)?.Size;

    private static (long Size, long Alignment)? Measure(ITypeSymbol type, int depth)
    {
        if (type.IsReferenceType || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol) return (8, 8);
        if (Primitive(type.SpecialType) is { } bytes) return (bytes, bytes);
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying }) return Measure(underlying, depth);
        return type is INamedTypeSymbol { TypeKind: TypeKind.Struct } named ? Lay(named, depth) : null;
    }

    // Reference assemblies hide the fields of their structs and attributes may move them, so only plain sequential
    // structs of this compilation are laid out. One with references may be reordered by the runtime.
    private static (long Size, long Alignment)? Lay(INamedTypeSymbol type, int depth)
    {
        if (depth > MaxDepth || type.DeclaringSyntaxReferences.IsEmpty || type.IsUnboundGenericType || !type.IsUnmanagedType) return null;
        foreach (AttributeData attribute in type.GetAttributes())
            if (attribute.AttributeClass?.Name is "StructLayoutAttribute" or "InlineArrayAttribute") return null;

        long size = 0, alignment = 1;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic) continue;
            if (field.IsFixedSizeBuffer || Measure(field.Type, depth + 1) is not { } part) return null;
            size = RoundUp(size, part.Alignment) + part.Size;
            alignment = Math.Max(alignment, part.Alignment);
        }

        return (Math.Max(1, RoundUp(size, alignment)), alignment);
    }

    private static long RoundUp(long value, long alignment) => (value + alignment - 1) / alignment * alignment;

    private static long? Primitive(SpecialType type) => type switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr => 8,
        _ => null,
    };
}
