using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Layout;

/// <summary>The fields of a struct in the order that the author chose, and in the one that leaves no gaps between them.</summary>
internal sealed class FieldOrder
{
    private FieldOrder(int declaredBytes, int bestBytes, int fieldBytes, ImmutableArray<string> best)
    {
        DeclaredBytes = declaredBytes;
        BestBytes = bestBytes;
        FieldBytes = fieldBytes;
        Best = best;
    }

    public int DeclaredBytes { get; }

    public int BestBytes { get; }

    /// <summary>What the fields alone take.</summary>
    public int FieldBytes { get; }

    /// <summary>The names, in the better order.</summary>
    public ImmutableArray<string> Best { get; }

    /// <summary>Reads a struct; null where its layout is not the compiler's default, or not known.</summary>
    /// <remarks>Who wrote a <c>StructLayout</c> attribute, an explicit <c>Sequential</c> too, or embeds a buffer, counts on the order.</remarks>
    public static FieldOrder? Of(INamedTypeSymbol type)
    {
        ValueLayout declared = LayoutModel.Of(type);
        if (!declared.IsKnown || HasLayoutAttribute(type)) return null;
        List<(string Name, ValueLayout Layout)> fields = [];
        foreach (IFieldSymbol field in SourceStruct.InstanceFields(type))
        {
            ValueLayout layout = LayoutModel.Of(field.Type);
            if (field.IsFixedSizeBuffer || !layout.IsKnown) return null;
            fields.Add((SourceStruct.NameOf(field), layout));
        }

        // Sorted by alignment, each field ends where the next may start; a stable sort keeps the author's order otherwise.
        FieldSequence sequence = new(pack: 0);
        List<string> names = [];
        foreach ((string name, ValueLayout layout) in fields.OrderByDescending(field => field.Layout.Alignment))
        {
            sequence.Append(layout);
            names.Add(name);
        }

        return new FieldOrder(declared.Size, sequence.Close(declaredSize: 0).Size, fields.Sum(field => field.Layout.Size), [.. names]);
    }

    private static bool HasLayoutAttribute(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
            if (attribute.AttributeClass?.Name is "StructLayoutAttribute" or "InlineArrayAttribute") return true;
        return false;
    }
}
