using Microsoft.CodeAnalysis;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Bytes that an element takes in an array of the 64-bit runtime, where that is certain.</summary>
internal static class ElementSize
{
    private const int PointerBytes = 8;

    public static long? Of(ITypeSymbol type)
    {
        if (type.IsReferenceType || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol) return PointerBytes;
        // The layout model leaves these to the running machine; the threshold that matters here is that of 64 bits.
        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr) return PointerBytes;
        ValueLayout layout = LayoutModel.Of(type);
        return layout.IsKnown ? layout.Size : null;
    }
}
