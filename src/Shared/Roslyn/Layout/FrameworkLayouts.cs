using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>
/// Sizes and alignments of framework structs. Reference assemblies show one dummy field in place of the real ones, so
/// these cannot be computed from their symbols; a test holds the table against the running framework.
/// </summary>
internal static class FrameworkLayouts
{
    /// <summary>The table's entries by metadata name.</summary>
    public static IReadOnlyDictionary<string, ValueLayout> All { get; } = new Dictionary<string, ValueLayout>(StringComparer.Ordinal)
    {
        ["System.DateOnly"] = ValueLayout.Known(4, 4),
        ["System.DateTime"] = ValueLayout.Known(8, 8),
        ["System.DateTimeOffset"] = ValueLayout.Known(16, 8),
        ["System.Decimal"] = ValueLayout.Known(16, 8),
        ["System.Guid"] = ValueLayout.Known(16, 4),
        ["System.Half"] = ValueLayout.Known(2, 2),
        ["System.Index"] = ValueLayout.Known(4, 4),
        ["System.Int128"] = ValueLayout.Known(16, 16),
        ["System.Range"] = ValueLayout.Known(8, 4),
        ["System.TimeOnly"] = ValueLayout.Known(8, 8),
        ["System.TimeSpan"] = ValueLayout.Known(8, 8),
        ["System.UInt128"] = ValueLayout.Known(16, 16),
        ["System.ValueTuple"] = ValueLayout.Known(1, 1),
        ["System.Numerics.Complex"] = ValueLayout.Known(16, 8),
        ["System.Numerics.Matrix3x2"] = ValueLayout.Known(24, 4),
        ["System.Numerics.Matrix4x4"] = ValueLayout.Known(64, 4),
        ["System.Numerics.Plane"] = ValueLayout.Known(16, 4),
        ["System.Numerics.Quaternion"] = ValueLayout.Known(16, 4),
        ["System.Numerics.Vector2"] = ValueLayout.Known(8, 4),
        ["System.Numerics.Vector3"] = ValueLayout.Known(12, 4),
        ["System.Numerics.Vector4"] = ValueLayout.Known(16, 4),
        ["System.Text.Rune"] = ValueLayout.Known(4, 4),
    };

    /// <summary>The layout of <paramref name="type"/> when it is one of the framework's own.</summary>
    public static bool TryGet(INamedTypeSymbol type, out ValueLayout layout)
    {
        layout = default;
        if (type.IsGenericType || type.ContainingType is not null || IsDeclaredInSource(type)) return false;
        return All.TryGetValue($"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}", out layout);
    }

    private static bool IsDeclaredInSource(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;
}
