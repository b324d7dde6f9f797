namespace Slabwise.Benchmarks.Child;

/// <summary>How sizes of blocks are drawn; the C program draws the same ones.</summary>
internal static class BlockSizes
{
    /// <summary>The ends of the sizes whose bytes are spread evenly.</summary>
    public const int LeastEven = 16, MostEven = 256 * 1024;

    // Sizes of up to 2^18 times 2^12 are the largest that a draw can lie below.
    private const int Scale = 12;

    /// <summary>Each doubling from the smallest on is as likely as the others, and each size within it.</summary>
    public static int OfDoublings(ulong drawn, int smallest, int doublings)
    {
        int least = smallest << (int)(drawn % (uint)doublings);
        return least + Draw.Below(drawn, least + 1);
    }

    /// <summary>
    /// From 16 bytes to 256 KiB, so that every doubling holds as many bytes as the others: a size is as likely as the inverse of its
    /// square. In whole numbers, since the C program must draw the same.
    /// </summary>
    public static int OfEvenBytes(ulong drawn)
    {
        const long Most = (long)MostEven << Scale;
        return (int)(LeastEven * Most / (Most - Draw.Below(drawn, (MostEven - LeastEven) << Scale)));
    }
}
