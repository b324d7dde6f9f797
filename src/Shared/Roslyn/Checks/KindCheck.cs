using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>Which types cannot have a pool at all.</summary>
internal static class KindCheck
{
    /// <summary>The finding, or null.</summary>
    public static Finding? Find(PooledDeclaration declaration)
    {
        (string Is, string Advice)? reason = declaration.IsStruct ? OfStruct(declaration) : OfClass(declaration.Type);
        reason ??= IsFileLocal(declaration.Type)
            ? ("file-local, and the pool is written into another file", "make it internal")
            : null;
        return reason is { } found
            ? new Finding(FindingKind.UnsupportedKind, declaration.Location, declaration.DisplayName, found.Is, found.Advice)
            : null;
    }

    private static (string, string)? OfStruct(PooledDeclaration declaration)
    {
        if (declaration.Type.IsRefLikeType) return ("a ref struct, which lives on the stack", "make it a plain struct");
        int size = declaration.Layout.Size;
        return size > SlabGeometry.MaxObjectBytes
            ? (string.Format(CultureInfo.InvariantCulture, "{0:N0} bytes large, and a slab takes objects of at most {1:N0}", size, SlabGeometry.MaxObjectBytes),
                "allocate it from NativeHeap")
            : null;
    }

    private static (string, string)? OfClass(INamedTypeSymbol type)
    {
        if (type.IsStatic) return ("static, so that there is nothing to rent", "remove the attribute");
        if (type.IsAbstract) return ("abstract", "pool the classes that derive from it");
        if (type.IsRecord) return ("a record class, whose copies would carry the pool's slot with them", "make it a class or a record struct");
        if (DeclaredLayout.IsDeclaredOn(type)) return ("a class with explicit or sequential layout, which the pool's own field would change", "remove StructLayout or make it a struct");
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.Arity > 0)
                return ("generic or lies in a generic type, and the pool would be shared code that the JIT cannot fold", "pool the closed classes that derive from it");
        }

        return null;
    }

    private static bool IsFileLocal(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
            if (t.IsFileLocal)
                return true;
        return false;
    }
}
