using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Shared;

/// <summary>What the symbols of a struct declared in source say about its fields.</summary>
internal static class SourceStruct
{
    /// <summary>Instance fields in the order in which the compiler emits them, those behind properties included.</summary>
    public static IEnumerable<IFieldSymbol> InstanceFields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst);

    /// <summary>The name under which the author knows a field that the compiler made for a property or a parameter.</summary>
    public static string NameOf(IFieldSymbol field) =>
        field.AssociatedSymbol?.Name ?? (field.Name.IndexOf('>') is > 0 and int end ? field.Name.Substring(1, end - 1) : field.Name);

    /// <summary>Instance events that keep their handlers in a field, which no symbol shows.</summary>
    public static IEnumerable<IEventSymbol> FieldLikeEvents(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IEventSymbol>().Where(e => !e.IsStatic && !e.IsAbstract && e.AddMethod is { IsImplicitlyDeclared: true });

    /// <summary>
    /// Whether a primary constructor may keep its parameters in fields that no symbol shows. A record's parameters
    /// become properties, which symbols do show.
    /// </summary>
    public static bool HasCapturingConstructor(INamedTypeSymbol type) =>
        !type.IsRecord && type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax() is TypeDeclarationSyntax { ParameterList.Parameters.Count: > 0 });

    /// <summary>The offset that the author gave a field, or null.</summary>
    public static int? OffsetOf(IFieldSymbol field)
    {
        ISymbol annotated = field.AssociatedSymbol ?? field;
        foreach (AttributeData attribute in field.GetAttributes().Concat(annotated.GetAttributes()))
        {
            if (attribute.AttributeClass?.ToDisplayString() == "System.Runtime.InteropServices.FieldOffsetAttribute"
                && attribute.ConstructorArguments.Select(argument => argument.Value).FirstOrDefault() is int offset)
                return offset;
        }

        return null;
    }

    /// <summary>The layout of <paramref name="length"/> elements in a row.</summary>
    public static ValueLayout Repeat(ValueLayout element, int length, string reasonIfUnknown)
    {
        if (!element.IsKnown || element.Size % element.Alignment != 0 || length < 1) return ValueLayout.Unknown(reasonIfUnknown);
        long size = (long)element.Size * length;
        return size > int.MaxValue ? ValueLayout.Unknown("it is larger than 2 GiB") : ValueLayout.Known((int)size, element.Alignment);
    }
}
