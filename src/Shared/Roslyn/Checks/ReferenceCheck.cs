using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>Which fields of a struct hold, or may hold, references that a garbage collector could not see in a slab.</summary>
internal static class ReferenceCheck
{
    /// <summary>One finding for each field.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        if (declaration.Type.IsUnmanagedType) yield break;
        foreach (IFieldSymbol field in SourceStruct.InstanceFields(declaration.Type))
        {
            if (WhyManaged(field.Type) is { } reason) yield return Managed(field.AssociatedSymbol ?? field, SourceStruct.NameOf(field), field.Type, reason);
        }

        foreach (IEventSymbol handlers in SourceStruct.FieldLikeEvents(declaration.Type))
            yield return Managed(handlers, handlers.Name, handlers.Type, "is a reference");

        Finding Managed(ISymbol shown, string name, ITypeSymbol type, string reason) =>
            new(FindingKind.ReferencesInStruct, shown.Locations[0], name, declaration.DisplayName,
                type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), reason);
    }

    // A name that does not bind is the compiler's to report; it says nothing about references.
    private static string? WhyManaged(ITypeSymbol type) => type switch
    {
        { IsUnmanagedType: true } or IErrorTypeSymbol => null,
        ITypeParameterSymbol => "may be or hold a reference unless it is constrained to 'unmanaged'",
        { IsReferenceType: true } => "is a reference",
        _ => "holds references",
    };
}
