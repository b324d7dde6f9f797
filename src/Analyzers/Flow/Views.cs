using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Types through which an array can be reached without holding the array.</summary>
internal static class Views
{
    /// <summary>Spans, memories, segments and pointers.</summary>
    public static bool IsView(ITypeSymbol? type) =>
        type is IPointerTypeSymbol || (type is INamedTypeSymbol { IsGenericType: true } named && IsSystem(named) && named.Name is
            "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment");

    /// <summary>Views that cannot outlive the stack frame, and from which nobody can get at the array to return it.</summary>
    public static bool IsStackBound(ITypeSymbol? type) => type is IPointerTypeSymbol or { IsRefLikeType: true };

    /// <summary>Methods that make a view of their first argument or instance.</summary>
    public static bool Makes(IMethodSymbol method)
    {
        if (!IsView(method.ReturnType)) return false;
        INamedTypeSymbol type = method.ContainingType;
        return IsView(type)
            || (type.Name == "MemoryExtensions" && IsSystem(type))
            || (type.Name == "MemoryMarshal" && method.Name is "AsBytes" or "Cast" or "AsMemory");
    }

    private static bool IsSystem(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
