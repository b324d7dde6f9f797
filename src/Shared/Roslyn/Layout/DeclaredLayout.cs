using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>What the author of a struct says about its layout by attributes.</summary>
internal readonly record struct DeclaredLayout(LayoutKind Kind, int Pack, int Size, int? InlineArrayLength)
{
    /// <summary>Reads the attributes of a type declared in source; without any, structs are sequential.</summary>
    public static DeclaredLayout Of(INamedTypeSymbol type)
    {
        DeclaredLayout layout = new(LayoutKind.Sequential, 0, 0, null);
        foreach (AttributeData attribute in type.GetAttributes())
        {
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case "System.Runtime.InteropServices.StructLayoutAttribute":
                    layout = layout with
                    {
                        Kind = KindOf(attribute),
                        Pack = Named(attribute, "Pack"),
                        Size = Named(attribute, "Size"),
                    };
                    break;
                case "System.Runtime.CompilerServices.InlineArrayAttribute"
                    when FirstArgument(attribute) is int length:
                    layout = layout with { InlineArrayLength = length };
                    break;
            }
        }

        return layout;
    }

    /// <summary>Whether the author ordered the fields of a class, which an object pool cannot then lay out.</summary>
    public static bool IsDeclaredOn(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a =>
            a.AttributeClass?.ToDisplayString() == "System.Runtime.InteropServices.StructLayoutAttribute" && KindOf(a) != LayoutKind.Auto);

    // The constructor takes the enum or, in old code, its number as a short.
    private static LayoutKind KindOf(AttributeData attribute) => FirstArgument(attribute) is { } value
        ? (LayoutKind)Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)
        : LayoutKind.Sequential;

    private static object? FirstArgument(AttributeData attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Value).FirstOrDefault();

    private static int Named(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
            if (argument.Key == name && argument.Value.Value is int value)
                return value;
        return 0;
    }
}
