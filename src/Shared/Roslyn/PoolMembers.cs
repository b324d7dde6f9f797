using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>A member that the generated part declares under a name which the author could also have used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Fully qualified parameter types of a method; null for any other member, which shares its
/// name with nothing.</param>
internal sealed record PoolMember(string Name, ImmutableArray<string>? Parameters)
{
    /// <summary>Whether <paramref name="existing"/> leaves no room for this member in the same type, or would be
    /// hidden by it from a derived type.</summary>
    public bool CollidesWith(ISymbol existing) =>
        existing.Name == Name
        && (Parameters is not { } parameters || existing is not IMethodSymbol method || (method.Arity == 0 && SameParameters(method, parameters)));

    private static bool SameParameters(IMethodSymbol method, ImmutableArray<string> parameters) =>
        method.Parameters.Select(p => p.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).SequenceEqual(parameters);
}

/// <summary>The members of a generated part.</summary>
internal static class PoolMembers
{
    /// <summary>The private field of a class that names its slot in the pool's table.</summary>
    public const string SlotField = "_slabwiseSlot";

    /// <summary>The nested class that holds the pool of a class.</summary>
    public const string StateClass = "SlabwisePool";

    /// <summary>The helper that runs a hook which may throw.</summary>
    public const string RunHook = "SlabwiseRunOnRent";

    /// <summary>Those of one type.</summary>
    public static IEnumerable<PoolMember> Of(PooledDeclaration declaration)
    {
        string self = declaration.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return declaration.IsStruct ? OfStruct($"global::Slabwise.Pooled<{self}>") : OfClass(self);
    }

    private static IEnumerable<PoolMember> OfStruct(string handle) =>
    [
        new("Pool", null),
        new("Rent", []),
        new("Rent", [$"global::System.Span<{handle}>"]),
        new("TryRent", [handle]),
        new("Return", [handle]),
        new("Return", [$"global::System.ReadOnlySpan<{handle}>"]),
        new("Lease", []),
        new("Reserve", ["int"]),
    ];

    private static IEnumerable<PoolMember> OfClass(string self) =>
    [
        new("Pool", null),
        new("Rent", []),
        new("Return", [self]),
        new("Lease", []),
        new(SlotField, null),
        new(StateClass, null),
        new(RunHook, null),
    ];
}
