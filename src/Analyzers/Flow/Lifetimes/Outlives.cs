using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Places whose contents live longer than a call.</summary>
internal static class Outlives
{
    /// <summary>The field or property behind <paramref name="place"/> if what is put there stays; null where that is not certain.</summary>
    public static ISymbol? HolderOf(IOperation? place) => place?.WithoutConversions() switch
    {
        IFieldReferenceOperation { Field: { } field } reference when field.IsStatic || IsLasting(reference.Instance) => field,
        IPropertyReferenceOperation { Property: { } property, Arguments.IsEmpty: true } reference
            when IsAutomatic(property) && (property.IsStatic || IsLasting(reference.Instance)) => property,
        // dictionary[key] = value
        IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer when IsCollection(indexer.Instance?.Type) => HolderOf(indexer.Instance),
        IArrayElementReferenceOperation element => HolderOf(element.ArrayReference),
        _ => null,
    };

    public static bool IsCollection(ITypeSymbol? type)
    {
        for (INamespaceSymbol? space = type?.ContainingNamespace; space is not null; space = space.ContainingNamespace)
            if (space is { Name: "Collections", ContainingNamespace.Name: "System" }) return true;
        return false;
    }

    private static bool IsLasting(IOperation? instance) => instance switch
    {
        IInstanceReferenceOperation { Type: { IsRefLikeType: false } } => true,
        IParameterReferenceOperation { Parameter: { } parameter } => parameter.Type.IsReferenceType || (parameter.RefKind == RefKind.Ref && !parameter.Type.IsRefLikeType),
        IFieldReferenceOperation field => HolderOf(field) is not null,
        IPropertyReferenceOperation property => HolderOf(property) is not null,
        _ => false,
    };

    // A setter with code of its own may copy.
    private static bool IsAutomatic(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
