namespace Slabwise.Shared;

/// <summary>What <c>NativeHeap</c> makes of a size: a size class to 32 KiB, pages above it.</summary>
/// <remarks>The heap and the analyzers compile this one source, so that a message cannot state another size than the heap gives.</remarks>
internal static class HeapSizes
{
    /// <summary>Binary logarithm of a page's bytes.</summary>
    public const int PageShift = 12;

    /// <summary>The usable bytes of a block for <paramref name="bytes"/>, which are not within a page of the largest number.</summary>
    public static ulong RoundUp(ulong bytes)
    {
        if (bytes <= SizeClasses.Largest) return (ulong)SizeClasses.StrideOf(SizeClasses.Of((uint)bytes));
        ulong pages = (bytes + (1 << PageShift) - 1) >> PageShift;
        return (pages > ExtentSizes.LargestPages ? pages : ExtentSizes.RoundUp((uint)pages)) << PageShift;
    }

    /// <summary>The largest block that is smaller than the one for <paramref name="bytes"/>; 0 where there is none.</summary>
    public static ulong Below(ulong bytes)
    {
        if (bytes <= SizeClasses.Largest) return SizeClasses.Of((uint)bytes) is > 0 and int sizeClass ? (ulong)SizeClasses.StrideOf(sizeClass - 1) : 0;
        ulong pages = RoundUp(bytes) >> PageShift;
        if (pages == ExtentSizes.LeastPages) return SizeClasses.Largest;
        return (pages > ExtentSizes.LargestPages ? pages - 1 : ExtentSizes.PagesOf(ExtentSizes.Of((uint)pages) - 1)) << PageShift;
    }
}
