namespace Slabwise.Benchmarks.Catalog;

/// <summary>The scenes' acts and sizes, which the C program repeats in its own constants.</summary>
internal static class Scene
{
    /// <summary>KiB of <c>spike</c> and <c>metadata</c>, of <c>pinned</c>, and the first blocks of <c>holes</c>; each with its part in a quick run.</summary>
    public const int SpikeKiB = 1 << 20, QuickSpikeKiB = 128 << 10, PinnedKiB = 200 << 10, QuickPinnedKiB = 50 << 10, Holes = 1_000_000, QuickHoles = 100_000;

    /// <summary>The block that stays in <c>pinned</c>.</summary>
    public const int LastBytes = 4096;

    /// <summary>First sizes of <c>holes</c>: 16 to 2,048 bytes. Then 64 to 8,192, until their bytes are so many for each of the first blocks.</summary>
    public const int HolesSmallest = 16, HolesDoublings = 7, RefilledSmallest = 64, RefilledDoublings = 7, RefilledBytes = 400;

    /// <summary>The mean of 64 to 8,192 bytes where each doubling is as likely, and of 16 bytes to 256 KiB where each has as many bytes.</summary>
    public const int RefilledMean = 1741, MeanEvenBytes = 155;

    // Blocks are at rest before the first reading too: what a warm-up left behind must not count as what was there before.
    public static readonly IReadOnlyList<Act> SpikeActs =
        [new(Figure.RssBefore, RestInDecays: 1.5), new(Figure.RssFull), new(Figure.RssAfter, RestInDecays: 1.5)];

    public static readonly IReadOnlyList<Act> HolesActs =
        [new(Figure.RssFull), new(Figure.RssHoles, RestInDecays: 1), new(Figure.RssRefilled)];

    /// <summary>Room for the blocks that have so many bytes together, with a tenth to spare for what was drawn smaller than the mean.</summary>
    public static long RoomFor(long bytes, int meanBytes) => bytes / meanBytes * 11 / 10 + 4096;
}
