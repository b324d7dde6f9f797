using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary>Whatever carries the ownership attributes, as all that the generator writes does, and Slabwise's handles and leases.</summary>
internal sealed class SlabwiseFamily : PoolFamily
{
    private SlabwiseFamily()
    {
    }

    public static PoolFamily? Create(Compilation compilation) =>
        compilation.GetTypesByMetadataName(OwnershipNames.OwnedAttribute).IsEmpty
        && compilation.GetTypesByMetadataName(OwnershipNames.ReturnsOwnedAttribute).IsEmpty
            ? null
            : new SlabwiseFamily();

    public override IReadOnlyCollection<string> MethodNames => [];

    public override MethodRoles? RolesOf(IMethodSymbol method)
    {
        IMethodSymbol declared = method.OriginalDefinition;
        Acquisition? acquires = HasAttribute(declared.GetReturnTypeAttributes(), OwnershipNames.ReturnsOwnedAttribute)
            ? new Acquisition(Allocator.Slabwise)
            : null;
        Allocator?[]? released = null;
        foreach (IParameterSymbol parameter in declared.Parameters)
        {
            ImmutableArray<AttributeData> attributes = parameter.GetAttributes();
            if (attributes.IsEmpty) continue;
            if (parameter.RefKind == RefKind.Out && HasAttribute(attributes, OwnershipNames.ReturnsOwnedAttribute))
                acquires ??= new Acquisition(Allocator.Slabwise, parameter.Ordinal);
            // A span of rentals is not one itself: after its contents went back, it is filled anew.
            if (!HasAttribute(attributes, OwnershipNames.OwnedAttribute) || (Views.IsView(parameter.Type) && parameter.Type is not IPointerTypeSymbol)) continue;
            released ??= new Allocator?[declared.Parameters.Length];
            released[parameter.Ordinal] = Allocator.Slabwise;
        }

        return acquires is null && released is null ? null : new MethodRoles(acquires, released ?? []);
    }

    public override Allocator? ReleasedBy(IMethodSymbol method, ITypeSymbol type) =>
        method is { Name: "Dispose" or "TryReturn", Parameters.IsEmpty: true } && OwnershipModel.IsHandleOrLease(type) ? Allocator.Slabwise : null;

    public static bool HasAttribute(ImmutableArray<AttributeData> attributes, string fullName)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { } type
                && fullName.Length == OwnershipNames.Prefix.Length + type.Name.Length
                && fullName.EndsWith(type.Name, StringComparison.Ordinal)
                && OwnershipNames.IsOurNamespace(type.ContainingNamespace)) return true;
        }

        return false;
    }
}
