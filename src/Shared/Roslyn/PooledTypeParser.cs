using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>Turns a declaration into the model that the emitter works from.</summary>
internal static class PooledTypeParser
{
    private static readonly SymbolDisplayFormat s_nameWithParameters = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat s_fullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private static readonly SymbolDisplayFormat s_namespace = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>The model, or null when a check found an error: half a pool would bury its message under the
    /// compiler's own.</summary>
    public static PooledTypeModel? Parse(PooledDeclaration declaration)
    {
        if (DeclarationChecks.Errors(declaration).Any()) return null;
        INamedTypeSymbol type = declaration.Type;
        INamedTypeSymbol[] containers = [.. Containers(type).Reverse()];
        return new PooledTypeModel(
            Namespace: type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(s_namespace),
            Containers: new(containers.Select(t => $"{KeywordOf(t)} {t.ToDisplayString(s_nameWithParameters)}")),
            Keyword: KeywordOf(type),
            Name: type.ToDisplayString(s_nameWithParameters),
            FullName: type.ToDisplayString(s_fullName),
            TypeParameters: new(containers.Append(type).SelectMany(t => t.TypeParameters).Select(p => p.ToDisplayString(s_nameWithParameters))),
            Options: declaration.Options,
            Hiding: new(PoolMembers.Of(declaration).Where(m => AccessibleMembers.WouldHide(type, m)).Select(m => m.Name).Distinct()),
            Struct: declaration.IsStruct ? new StructFacts(declaration.Layout.Size, declaration.Layout.UnknownReason) : null,
            Class: declaration.IsStruct ? null : FactsOf(type));
    }

    private static ClassFacts FactsOf(INamedTypeSymbol type) => new(
        type.IsSealed,
        ConstructionCheck.HasCreate(type),
        PoolHook.Find(type, KnownNames.OnRent),
        PoolHook.Find(type, KnownNames.OnReturn));

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType) yield return outer;
    }

    private static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };
}
