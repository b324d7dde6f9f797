using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Shared;

/// <summary>An annotated type as the compiler sees it: what the checks judge and the model is made from.</summary>
internal sealed class PooledDeclaration
{
    private PooledDeclaration(INamedTypeSymbol type, AttributeData attribute)
    {
        Type = type;
        Attribute = attribute;
        Options = PoolOptions.Read(attribute);
        Layout = IsStruct ? LayoutModel.Of(type) : default;
    }

    /// <summary>The annotated type.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>The annotation; the first one where an error in the code repeats it.</summary>
    public AttributeData Attribute { get; }

    /// <summary>What the annotation asks for.</summary>
    public PoolOptions Options { get; }

    /// <summary>Whether the type goes into slabs; a class goes into an object pool.</summary>
    public bool IsStruct => Type.TypeKind == TypeKind.Struct;

    /// <summary>The layout of a struct.</summary>
    public ValueLayout Layout { get; }

    /// <summary>The type's name as a message shows it.</summary>
    public string DisplayName => Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    /// <summary>The name of the type in the part that carries the annotation.</summary>
    public Location Location =>
        Attribute.ApplicationSyntaxReference?.GetSyntax().Parent?.Parent is BaseTypeDeclarationSyntax declaration
            ? declaration.Identifier.GetLocation()
            : Type.Locations[0];

    /// <summary>The declaration of <paramref name="type"/>, or null when it is not annotated.</summary>
    public static PooledDeclaration? Find(INamedTypeSymbol type) =>
        AttributeOf(type) is { } attribute ? new PooledDeclaration(type, attribute) : null;

    /// <summary>The first annotation of <paramref name="type"/>.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
            if (IsPooledAttribute(attribute.AttributeClass))
                return attribute;
        return null;
    }

    /// <summary>Whether <paramref name="type"/> is annotated.</summary>
    public static bool IsAnnotated(INamedTypeSymbol type) => AttributeOf(type) is not null;

    private static bool IsPooledAttribute(INamedTypeSymbol? attribute) =>
        attribute is { Name: "SizeClassPooledAttribute", ContainingNamespace: { Name: "Slabwise", ContainingNamespace.IsGlobalNamespace: true } };
}
