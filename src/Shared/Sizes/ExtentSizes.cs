using System.Numerics;
using System.Runtime.CompilerServices;

namespace Slabwise.Shared;

/// <summary>The lengths that large blocks are rounded to: eight a doubling from 36 KiB to 8 MiB, then whole pages.</summary>
/// <remarks>
/// <para><c>PagesOf(Of(p)) &gt;= p</c>, and <c>PagesOf(Of(p) - 1) &lt; p</c>: less than an eighth is added, and of that only what an earlier owner
/// wrote takes up memory. With page-wise lengths a freed block would serve only its own length again, and no length in between; a cache
/// that hands out longer blocks than were asked for could not say beforehand how large a block will be.</para>
/// </remarks>
internal static class ExtentSizes
{
    /// <summary>How many lengths there are.</summary>
    public const int Count = 64;

    /// <summary>The largest of them, in pages, and the smallest.</summary>
    public const uint LargestPages = 2048, LeastPages = 9;

    private const int LogOfLeast = 3;

    /// <summary>The least length that holds so many pages.</summary>
    /// <param name="pages"><see cref="LeastPages"/> to <see cref="LargestPages"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(uint pages)
    {
        int doubling = BitOperations.Log2(pages - 1) - LogOfLeast;
        return doubling * 8 + (int)((pages - 1) >> doubling) - 8;
    }

    /// <summary>A length in pages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PagesOf(int size) => ((uint)size & 7) + 9 << (size >> 3);

    /// <summary>Rounds up to a length, where there is one.</summary>
    public static uint RoundUp(uint pages) => HasSize(pages) ? PagesOf(Of(pages)) : pages;

    /// <summary>Whether so many pages are exactly one of the lengths.</summary>
    public static bool IsExact(uint pages) => HasSize(pages) && PagesOf(Of(pages)) == pages;

    private static bool HasSize(uint pages) => pages is >= LeastPages and <= LargestPages;
}
