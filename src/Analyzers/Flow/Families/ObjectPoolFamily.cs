using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary><c>Microsoft.Extensions.ObjectPool</c>, whoever implements the pool.</summary>
internal sealed class ObjectPoolFamily : PoolFamily
{
    private static readonly MethodRoles s_get = new(new Acquisition(Allocator.ObjectPool));
    private static readonly MethodRoles s_return = new(null, Allocator.ObjectPool);

    private readonly INamedTypeSymbol _pool;

    private ObjectPoolFamily(INamedTypeSymbol pool) => _pool = pool;

    public static PoolFamily? Create(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.Extensions.ObjectPool.ObjectPool`1") is { } pool ? new ObjectPoolFamily(pool) : null;

    public override IReadOnlyCollection<string> MethodNames => ["Get", "Return"];

    public override MethodRoles? RolesOf(IMethodSymbol method)
    {
        if (method.IsStatic || !IsOrDerives(method.ContainingType, _pool)) return null;
        return method is { Name: "Get", Parameters.IsEmpty: true, ReturnsVoid: false } ? s_get
            : method is { Name: "Return", Parameters.Length: 1 } ? s_return
            : null;
    }
}
