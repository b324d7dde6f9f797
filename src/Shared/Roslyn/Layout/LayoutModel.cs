using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>
/// Computes what the JIT's <c>sizeof</c> will say, from symbols alone. It answers only where the answer is the same
/// for every 64-bit target and every build of the framework; everything else is left to the runtime.
/// </summary>
internal static class LayoutModel
{
    // Deep enough for any hand-written struct; a struct that contains itself ends here instead of in the stack guard.
    private const int MaxDepth = 64;

    /// <summary>The layout of a value of <paramref name="type"/>.</summary>
    public static ValueLayout Of(ITypeSymbol type) => Of(type, 0);

    private static ValueLayout Of(ITypeSymbol type, int depth)
    {
        if (depth > MaxDepth) return ValueLayout.Unknown($"'{type.Name}' is nested too deeply");
        if (PrimitiveLayouts.TryGet(type, out ValueLayout primitive)) return primitive;
        return type switch
        {
            INamedTypeSymbol { EnumUnderlyingType: { } underlying } => Of(underlying, depth + 1),
            INamedTypeSymbol { TypeKind: TypeKind.Struct } named => OfStruct(named, depth),
            ITypeParameterSymbol => ValueLayout.Unknown($"'{type.Name}' is a type parameter"),
            IPointerTypeSymbol or IFunctionPointerTypeSymbol => PrimitiveLayouts.PointerSized(type),
            _ => ValueLayout.Unknown($"'{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is not an unmanaged struct"),
        };
    }

    private static ValueLayout OfStruct(INamedTypeSymbol type, int depth)
    {
        if (FrameworkLayouts.TryGet(type, out ValueLayout known)) return known;
        if (FrameworkGenerics.TryGet(type, argument => Of(argument, depth + 1), out known)) return known;
        if (type.DeclaringSyntaxReferences.IsEmpty)
            return ValueLayout.Unknown($"'{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' comes from another assembly, which may hide fields");
        if (SourceStruct.HasCapturingConstructor(type))
            return ValueLayout.Unknown($"the primary constructor of '{type.Name}' may capture its parameters in hidden fields");

        DeclaredLayout declared = DeclaredLayout.Of(type);
        if (declared.Kind is not (LayoutKind.Sequential or LayoutKind.Explicit))
            return ValueLayout.Unknown($"'{type.Name}' has automatic layout, which the runtime orders as it likes");

        FieldSequence sequence = new(declared.Pack);
        foreach (IFieldSymbol field in SourceStruct.InstanceFields(type))
        {
            ValueLayout layout = OfField(field, depth);
            if (!layout.IsKnown) return depth == 0 ? Blame(field, layout) : layout;
            if (declared.InlineArrayLength is int length)
                return SourceStruct.Repeat(layout, length, $"the elements of '{type.Name}' do not fill their alignment");
            if (declared.Kind != LayoutKind.Explicit) sequence.Append(layout);
            else if (SourceStruct.OffsetOf(field) is int offset) sequence.PlaceAt(offset, layout);
            else return ValueLayout.Unknown($"field '{field.Name}' has no offset");
        }

        return sequence.Close(declared.Size);
    }

    private static ValueLayout OfField(IFieldSymbol field, int depth)
    {
        if (!field.IsFixedSizeBuffer) return Of(field.Type, depth + 1);
        ValueLayout element = Of(((IPointerTypeSymbol)field.Type).PointedAtType, depth + 1);
        return SourceStruct.Repeat(element, field.FixedSize, "its buffer has elements of unknown size");
    }

    // Only the outermost field is named: it is the one that the reader sees in the type.
    private static ValueLayout Blame(IFieldSymbol field, ValueLayout layout) =>
        ValueLayout.Unknown($"of field '{SourceStruct.NameOf(field)}': {layout.UnknownReason}");
}
