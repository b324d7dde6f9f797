using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary>
/// <c>MemoryPool&lt;T&gt;</c>, whose owners return themselves. Only the interface counts: what a class that implements it
/// does in its <c>Dispose</c> is its own business.
/// </summary>
internal sealed class MemoryPoolFamily : PoolFamily
{
    private static readonly MethodRoles s_rent = new(new Acquisition(Allocator.MemoryPool));

    private readonly INamedTypeSymbol _pool;
    private readonly INamedTypeSymbol _owner;

    private MemoryPoolFamily(INamedTypeSymbol pool, INamedTypeSymbol owner)
    {
        _pool = pool;
        _owner = owner;
    }

    public static PoolFamily? Create(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Buffers.MemoryPool`1") is { } pool
        && compilation.GetTypeByMetadataName("System.Buffers.IMemoryOwner`1") is { } owner
            ? new MemoryPoolFamily(pool, owner)
            : null;

    public override IReadOnlyCollection<string> MethodNames => ["Rent", "Dispose"];

    public override MethodRoles? RolesOf(IMethodSymbol method) =>
        method is { Name: "Rent", IsStatic: false } && IsOwner(method.ReturnType) && IsOrDerives(method.ContainingType, _pool) ? s_rent : null;

    public override Allocator? ReleasedBy(IMethodSymbol method, ITypeSymbol type) =>
        method is { Name: "Dispose", Parameters.IsEmpty: true } && IsOwner(type) ? Allocator.MemoryPool : null;

    private bool IsOwner(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, _owner);
}
