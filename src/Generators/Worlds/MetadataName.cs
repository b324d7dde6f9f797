using Microsoft.CodeAnalysis;

namespace Slabwise.Generators;

/// <summary>Names a type without its symbol: <c>Demo.Outer+Pair`1</c>.</summary>
internal static class MetadataName
{
    /// <summary>The name of <paramref name="type"/>.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        for (; type.ContainingType is { } outer; type = outer) name = outer.MetadataName + "+" + name;
        for (INamespaceSymbol space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
            name = space.Name + "." + name;
        return name;
    }

    /// <summary>The source type of that name; null where an error in the code declares several.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string name) =>
        name.Length > 0 ? compilation.Assembly.GetTypeByMetadataName(name) : null;
}
