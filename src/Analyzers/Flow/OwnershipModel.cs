using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Which calls rent, return or merely borrow. One instance serves one compilation.</summary>
internal sealed class OwnershipModel
{
    private readonly INamedTypeSymbol? _arrayPool;

    private OwnershipModel(INamedTypeSymbol? arrayPool) => _arrayPool = arrayPool;

    /// <summary>The model, or null where the compilation knows nothing that could be rented.</summary>
    public static OwnershipModel? Create(Compilation compilation)
    {
        INamedTypeSymbol? arrayPool = compilation.GetTypeByMetadataName("System.Buffers.ArrayPool`1");
        bool annotated = !compilation.GetTypesByMetadataName(OwnershipNames.OwnedAttribute).IsEmpty
            || !compilation.GetTypesByMetadataName(OwnershipNames.ReturnsOwnedAttribute).IsEmpty;
        return arrayPool is null && !annotated ? null : new OwnershipModel(arrayPool);
    }

    /// <summary>The result of the call is a rental that the caller has to return.</summary>
    public bool Rents(IMethodSymbol method) =>
        (method.Name == "Rent" && IsArrayPool(method.ContainingType) && method.ReturnType is IArrayTypeSymbol)
        || HasAttribute(method.OriginalDefinition.GetReturnTypeAttributes(), OwnershipNames.ReturnsOwnedAttribute);

    /// <summary>The out parameter through which a successful call hands over a rental.</summary>
    public static IParameterSymbol? RentsThrough(IMethodSymbol method)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind == RefKind.Out
                && HasAttribute(parameter.OriginalDefinition.GetAttributes(), OwnershipNames.ReturnsOwnedAttribute)) return parameter;
        }

        return null;
    }

    /// <summary>The callee takes the argument over: for the caller it is returned. A span of rentals is not one itself:
    /// after its contents went back, it is filled anew.</summary>
    public bool Returns(IParameterSymbol parameter) =>
        !Views.IsView(parameter.Type) && ReturnsValue(parameter);

    private bool ReturnsValue(IParameterSymbol parameter) =>
        (parameter.Ordinal == 0 && parameter.ContainingSymbol is IMethodSymbol { Name: "Return" } method && IsArrayPool(method.ContainingType))
        || HasAttribute(parameter.OriginalDefinition.GetAttributes(), OwnershipNames.OwnedAttribute);

    /// <summary>The callee only uses the argument while it runs.</summary>
    public static bool Borrows(IParameterSymbol parameter) =>
        HasAttribute(parameter.OriginalDefinition.GetAttributes(), OwnershipNames.BorrowedAttribute)
        || (parameter.ContainingSymbol is IMethodSymbol method && Borrowers.Contains(method));

    /// <summary>The call returns the rental that it is called on.</summary>
    public static bool ReturnsInstance(IMethodSymbol method) =>
        method.Parameters.IsEmpty
        && ((method.Name is "Dispose" or "TryReturn" && IsHandleOrLease(method.ContainingType))
            || method is { Name: "Dispose", ContainingType.SpecialType: SpecialType.System_IDisposable });

    public static bool IsHandle(ITypeSymbol? type) => IsSlabwise(type, OwnershipNames.Handle);

    public static bool IsLease(ITypeSymbol? type) =>
        IsSlabwise(type, OwnershipNames.StructLease) || IsSlabwise(type, OwnershipNames.ObjectLease);

    public static bool IsHandleOrLease(ITypeSymbol? type) => IsHandle(type) || IsLease(type);

    /// <summary>Whether a body with this call is worth a graph.</summary>
    public bool IsOfInterest(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (Rents(method) || RentsThrough(method) is not null) return true;
        if (method.Name is "Dispose" or "TryReturn") return IsHandleOrLease(invocation.Instance?.WithoutConversions().Type);
        foreach (IParameterSymbol parameter in method.Parameters)
            if (Returns(parameter)) return true;
        return false;
    }

    private bool IsArrayPool(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, _arrayPool)) return _arrayPool is not null;
        return false;
    }

    private static bool IsSlabwise(ITypeSymbol? type, string metadataName) =>
        type is INamedTypeSymbol named && named.MetadataName == metadataName && OwnershipNames.IsOurNamespace(named.ContainingNamespace);

    private static bool HasAttribute(System.Collections.Immutable.ImmutableArray<AttributeData> attributes, string fullName)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { } type
                && OwnershipNames.IsOurNamespace(type.ContainingNamespace)
                && fullName.EndsWith(type.Name, StringComparison.Ordinal)
                && fullName.Length == OwnershipNames.Prefix.Length + type.Name.Length) return true;
        }

        return false;
    }
}
