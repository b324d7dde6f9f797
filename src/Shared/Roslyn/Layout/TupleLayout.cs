namespace Slabwise.Shared;

/// <summary>
/// Value tuples have automatic layout: the runtime sorts their primitive elements by falling size and puts structs
/// behind them. Only the combinations whose result was found to be simple are answered.
/// </summary>
internal static class TupleLayout
{
    private const int Word = 8;

    /// <summary>The layout of a tuple of these elements, each a layout and whether it is a primitive.</summary>
    public static ValueLayout Of(IReadOnlyList<(ValueLayout Layout, bool IsPrimitive)> elements)
    {
        long primitives = 0;
        long structs = 0;
        foreach ((ValueLayout layout, bool isPrimitive) in elements)
        {
            if (isPrimitive) primitives += layout.Size;
            else if (layout.Alignment == Word && layout.Size % Word == 0) structs += layout.Size;
            else return ValueLayout.Unknown("the runtime orders the elements of a tuple as it likes");
        }

        // Sorted by falling size, primitives leave no gap between them.
        long size = structs > 0 ? RoundUpToWord(primitives) + structs : RoundUpSmall(primitives);
        return ValueLayout.Known((int)size, (int)Math.Min(size, Word));
    }

    private static long RoundUpSmall(long size)
    {
        if (size > 4) return RoundUpToWord(size);
        return size == 3 ? 4 : size;
    }

    private static long RoundUpToWord(long size) => (size + Word - 1) / Word * Word;
}
