using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>The array that a collection allocates for its capacity.</summary>
/// <param name="ElementBytes">Bytes of one element.</param>
/// <param name="Rounding">What it makes of the capacity.</param>
/// <param name="Unit">What it counts, in a message's words.</param>
internal readonly record struct BackingArray(long ElementBytes, Rounding Rounding, string Unit)
{
    // A hash code and the index of the next entry.
    private const long EntryHeadBytes = 8;

    public static BackingArray? Of(INamedTypeSymbol type)
    {
        switch (type.MetadataName)
        {
            case "StringBuilder" when IsIn(type, "System.Text"): return new(sizeof(char), Rounding.None, "'char'");
            case "MemoryStream" when IsIn(type, "System.IO"): return new(1, Rounding.None, "'byte'");
            case "List`1" or "Stack`1" or "Queue`1" when IsIn(type, "System.Collections.Generic"):
                return ElementSize.Of(type.TypeArguments[0]) is { } element ? new(element, Rounding.None, Quoted(type.TypeArguments[0])) : null;
            case "HashSet`1" when IsIn(type, "System.Collections.Generic"): return Entries(Field.Of(type.TypeArguments[0]), default);
            case "Dictionary`2" when IsIn(type, "System.Collections.Generic"):
                return Field.Of(type.TypeArguments[1]) is { } value ? Entries(Field.Of(type.TypeArguments[0]), value) : null;
            default: return null;
        }
    }

    private static bool IsIn(INamedTypeSymbol type, string space) => type.ContainingNamespace?.ToDisplayString() == space;

    private static BackingArray? Entries(Field? key, Field value)
    {
        if (key is not { } first) return null;
        long alignment = Math.Max(4, Math.Max(first.Bytes, value.Bytes)), bytes = EntryHeadBytes + first.Bytes + value.Bytes;
        return new((bytes + alignment - 1) / alignment * alignment, Rounding.Primes, "entries");
    }

    private static string Quoted(ITypeSymbol type) => $"'{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'";

    // Entries with references are laid out by the runtime, which packs primitives and references without a gap but the one at the end.
    private readonly record struct Field(long Bytes)
    {
        public static Field? Of(ITypeSymbol type)
        {
            if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }) type = underlying;
            if (!type.IsReferenceType && (type.SpecialType == SpecialType.None || type.SpecialType is SpecialType.System_Decimal or SpecialType.System_DateTime)) return null;
            return ElementSize.Of(type) is { } bytes and <= 8 ? new Field(bytes) : null;
        }
    }
}
