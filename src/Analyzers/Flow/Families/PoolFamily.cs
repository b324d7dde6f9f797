using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary>What the engine has to know of one family of pools. Instances belong to one compilation.</summary>
internal abstract class PoolFamily
{
    /// <summary>Names of the methods that matter, so that all others are passed over unseen; empty where any may.</summary>
    public abstract IReadOnlyCollection<string> MethodNames { get; }

    /// <summary>What <paramref name="method"/> does; null where it is none of this family's.</summary>
    public abstract MethodRoles? RolesOf(IMethodSymbol method);

    /// <summary>The allocator that a call of <paramref name="method"/> on a <paramref name="type"/> returns the instance to.</summary>
    public virtual Allocator? ReleasedBy(IMethodSymbol method, ITypeSymbol type) => null;

    protected static bool IsOrDerives(INamedTypeSymbol? type, INamedTypeSymbol pool)
    {
        for (; type is not null; type = type.BaseType)
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, pool)) return true;
        return false;
    }
}
