using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary><c>ArrayPool&lt;T&gt;</c> and pools that derive from it.</summary>
internal sealed class ArrayPoolFamily : PoolFamily
{
    private static readonly MethodRoles s_rent = new(new Acquisition(Allocator.ArrayPool));
    private static readonly MethodRoles s_return = new(null, Allocator.ArrayPool);

    private readonly INamedTypeSymbol _pool;

    private ArrayPoolFamily(INamedTypeSymbol pool) => _pool = pool;

    public static PoolFamily? Create(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Buffers.ArrayPool`1") is { } pool ? new ArrayPoolFamily(pool) : null;

    public override IReadOnlyCollection<string> MethodNames => ["Rent", "Return"];

    public override MethodRoles? RolesOf(IMethodSymbol method)
    {
        if (method.IsStatic || !IsOrDerives(method.ContainingType, _pool)) return null;
        return method.Name == "Rent" && method.ReturnType is IArrayTypeSymbol ? s_rent
            : method.Name == "Return" && method.Parameters.Length > 0 && method.Parameters[0].Type is IArrayTypeSymbol ? s_return
            : null;
    }
}
