using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Fields;

/// <summary>What the ownership model says, in the form in which fields ask it.</summary>
internal sealed class FieldOwnership
{
    private readonly OwnershipModel _model;
    private readonly bool _poolsObjects;

    public FieldOwnership(OwnershipModel model, Compilation compilation)
    {
        _model = model;
        _poolsObjects = compilation.GetTypeByMetadataName("Microsoft.Extensions.ObjectPool.ObjectPool`1") is not null;
    }

    /// <summary>Where the result of the call is rented; null if it is not a rental.</summary>
    public Allocator? AcquiredBy(IOperation operation) =>
        operation is IInvocationOperation call && _model.AcquiredBy(call.TargetMethod) is { OutParameter: < 0 } acquisition ? acquisition.Allocator : null;

    /// <summary>The value that the call gives back, or null, and where it goes.</summary>
    public IOperation? ReleasedBy(IInvocationOperation call, out Allocator? allocator)
    {
        if (_model.RolesOf(call.TargetMethod).Releases)
        {
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (argument.Parameter is { } parameter && _model.ReleasedBy(parameter) is { } to)
                {
                    allocator = to;
                    return argument.Value;
                }
            }
        }

        allocator = _model.ReleasedBy(call.TargetMethod, call.Instance?.WithoutConversions().Type);
        return allocator is null ? null : call.Instance;
    }

    public IOperation? ReleasedBy(IInvocationOperation call) => ReleasedBy(call, out _);

    public bool IsOfInterest(IInvocationOperation call) => _model.IsOfInterest(call);

    /// <summary>A second release by this call does no harm: owners of memory forget what they gave back.</summary>
    public static bool IsTolerant(IInvocationOperation call, Allocator? allocator) =>
        allocator == Allocator.MemoryPool || call.TargetMethod.Name == "TryReturn";

    /// <summary>A field of this type may hold a rental.</summary>
    public bool CanHold(ITypeSymbol type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { Name: "IMemoryOwner" } || Addresses.IsAddress(type) || OwnershipModel.IsHandle(type)
        || (type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named && (_poolsObjects || IsPooled(named)));

    /// <summary>The call does nothing to the object but use the argument while it runs.</summary>
    public bool Borrows(IParameterSymbol parameter) => _model.Borrows(parameter);

    public CalleeTraits TraitsOf(IMethodSymbol method) => _model.TraitsOf(method);

    public bool? FatalValueOf(IParameterSymbol parameter) => _model.FatalValueOf(parameter);

    private static bool IsPooled(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "SizeClassPooledAttribute" } found && OwnershipNames.IsOurNamespace(found.ContainingNamespace));
}
