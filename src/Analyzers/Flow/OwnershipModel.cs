using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;
using Slabwise.Analyzers.Flow.Summaries;

namespace Slabwise.Analyzers.Flow;

/// <summary>Which calls rent, return or merely borrow. One instance serves one compilation, on any number of threads.</summary>
internal sealed class OwnershipModel
{
    private readonly PoolFamily[] _families;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IMethodSymbol, MethodRoles> _roles = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, CalleeTraits> _traits = new(SymbolEqualityComparer.Default);

    /// <summary>Attributes may stand on a method of any name, so names cannot tell which calls to pass over.</summary>
    private readonly bool _anyName;

    private OwnershipModel(PoolFamily[] families, Compilation compilation)
    {
        _families = families;
        Summaries = new SummaryTable(compilation, _names);
        foreach (PoolFamily family in families)
        {
            _anyName |= family.MethodNames.Count == 0;
            _names.UnionWith(family.MethodNames);
        }
    }

    /// <summary>The model, or null where the compilation knows nothing that could be rented.</summary>
    public static OwnershipModel? Create(Compilation compilation)
    {
        // What a pool of the framework is decides before what an attribute on it says: it knows the allocator.
        PoolFamily?[] families =
        [
            ArrayPoolFamily.Create(compilation), MemoryPoolFamily.Create(compilation), ObjectPoolFamily.Create(compilation),
            NativeMemoryFamily.Create(compilation), MarshalFamily.Create(compilation), SlabwiseFamily.Create(compilation),
        ];
        PoolFamily[] known = [.. families.Where(family => family is not null)!];
        return known.Length == 0 ? null : new OwnershipModel(known, compilation);
    }

    /// <summary>What is known of the methods that the compilation itself declares.</summary>
    public SummaryTable Summaries { get; }

    /// <summary>The allocator of a value that is known by its type alone.</summary>
    public static Allocator AllocatorOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "IMemoryOwner" or "IDisposable" } ? Allocator.MemoryPool : Allocator.Slabwise;

    /// <summary>What a call of <paramref name="method"/> rents; null where it rents nothing.</summary>
    public Acquisition? AcquiredBy(IMethodSymbol method) => RolesOf(method).Acquires;

    /// <summary>Where the argument for <paramref name="parameter"/> goes; null where it stays the caller's.</summary>
    public Allocator? ReleasedBy(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol method ? RolesOf(method).ReleasedAt(parameter.Ordinal) : null;

    /// <summary>Where a call of <paramref name="method"/> returns the instance of the given type; null where it does not.</summary>
    public Allocator? ReleasedBy(IMethodSymbol method, ITypeSymbol? instance)
    {
        if (instance is null || method.Name is not ("Dispose" or "TryReturn")) return null;
        foreach (PoolFamily family in _families)
            if (family.ReleasedBy(method, instance) is { } allocator) return allocator;
        return null;
    }

    public MethodRoles RolesOf(IMethodSymbol method)
    {
        if (!_anyName && !_names.Contains(method.Name)) return MethodRoles.None;
        return _roles.GetOrAdd(method.OriginalDefinition, ComputeRoles);
    }

    private MethodRoles ComputeRoles(IMethodSymbol method)
    {
        foreach (PoolFamily family in _families)
            if (family.RolesOf(method) is { } roles) return roles;
        return MethodRoles.None;
    }

    public CalleeTraits TraitsOf(IMethodSymbol method) => _traits.GetOrAdd(method.OriginalDefinition, CalleeTraits.Of);

    /// <summary>The callee only uses the argument while it runs. Parameters of indexers have no method of their own.</summary>
    public bool Borrows(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol method ? TraitsOf(method).BorrowsAt(parameter.Ordinal) : IsMarkedBorrowed(parameter);

    /// <summary>The truth value of the argument for which the call does not come back.</summary>
    public bool? FatalValueOf(IParameterSymbol parameter) =>
        parameter is { Type.SpecialType: SpecialType.System_Boolean, ContainingSymbol: IMethodSymbol method } ? TraitsOf(method).FatalAt(parameter.Ordinal) : null;

    public static bool IsMarkedBorrowed(IParameterSymbol parameter) =>
        SlabwiseFamily.HasAttribute(parameter.OriginalDefinition.GetAttributes(), OwnershipNames.BorrowedAttribute);

    public static bool IsHandle(ITypeSymbol? type) => IsSlabwise(type, OwnershipNames.Handle);

    public static bool IsLease(ITypeSymbol? type) =>
        IsSlabwise(type, OwnershipNames.StructLease) || IsSlabwise(type, OwnershipNames.ObjectLease);

    public static bool IsHandleOrLease(ITypeSymbol? type) => IsHandle(type) || IsLease(type);

    /// <summary>Whether a body with this call is worth a graph.</summary>
    public bool IsOfInterest(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        return !RolesOf(method).IsNone || Summaries.IsInteresting(method) || ReleasedBy(method, invocation.Instance?.WithoutConversions().Type) is not null;
    }

    private static bool IsSlabwise(ITypeSymbol? type, string metadataName) =>
        type is INamedTypeSymbol named && named.MetadataName == metadataName && OwnershipNames.IsOurNamespace(named.ContainingNamespace);
}
