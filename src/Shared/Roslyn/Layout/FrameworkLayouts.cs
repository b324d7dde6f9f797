using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>
/// Sizes and alignments of framework structs. Reference assemblies show one dummy field in place of the real ones, so
/// these cannot be computed from their symbols; a test holds the table against the running framework.
/// </summary>
internal static class FrameworkLayouts
{
    /// <summary>The table's entries by metadata name.</summary>
    public static IReadOnlyDictionary<string, TypeLayout> All { get; } = new Dictionary<string, TypeLayout>(StringComparer.Ordinal)
    {
        ["System.DateOnly"] = TypeLayout.Known(4, 4),
        ["System.DateTime"] = TypeLayout.Known(8, 8),
        ["System.DateTimeOffset"] = TypeLayout.Known(16, 8),
        ["System.Decimal"] = TypeLayout.Known(16, 8),
        ["System.Guid"] = TypeLayout.Known(16, 4),
        ["System.Half"] = TypeLayout.Known(2, 2),
        ["System.Index"] = TypeLayout.Known(4, 4),
        ["System.Int128"] = TypeLayout.Known(16, 16),
        ["System.Range"] = TypeLayout.Known(8, 4),
        ["System.TimeOnly"] = TypeLayout.Known(8, 8),
        ["System.TimeSpan"] = TypeLayout.Known(8, 8),
        ["System.UInt128"] = TypeLayout.Known(16, 16),
        ["System.ValueTuple"] = TypeLayout.Known(1, 1),
        ["System.Numerics.Complex"] = TypeLayout.Known(16, 8),
        ["System.Numerics.Matrix3x2"] = TypeLayout.Known(24, 4),
        ["System.Numerics.Matrix4x4"] = TypeLayout.Known(64, 4),
        ["System.Numerics.Plane"] = TypeLayout.Known(16, 4),
        ["System.Numerics.Quaternion"] = TypeLayout.Known(16, 4),
        ["System.Numerics.Vector2"] = TypeLayout.Known(8, 4),
        ["System.Numerics.Vector3"] = TypeLayout.Known(12, 4),
        ["System.Numerics.Vector4"] = TypeLayout.Known(16, 4),
        ["System.Text.Rune"] = TypeLayout.Known(4, 4),
    };

    /// <summary>The layout of <paramref name="type"/> when it is one of the framework's own.</summary>
    public static bool TryGet(INamedTypeSymbol type, out TypeLayout layout)
    {
        layout = default;
        if (type.IsGenericType || type.ContainingType is not null || IsDeclaredInSource(type)) return false;
        return All.TryGetValue($"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}", out layout);
    }

    private static bool IsDeclaredInSource(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;
}
