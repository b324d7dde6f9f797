namespace Slabwise.Pages;

/// <content>What the heap's bookkeeping takes up.</content>
internal unsafe partial struct ExtentHeap
{
    /// <summary>Bytes of directory, states and bits in use, at most: whole pages up to the highest page that was ever used. Entries inside of extents are
    /// never written, so it may be far less.</summary>
    public readonly long UsedDirectoryBytes
    {
        get
        {
            long pages = Volatile.Read(in Frontier), bits = RoundUp(pages / 8);
            return RoundUp(pages * sizeof(PageEntry)) + RoundUp(pages) + (_usesMuzzy ? 2 : 1) * bits;
        }
    }

    private static long RoundUp(long bytes) => (bytes + PageBytes - 1) & -(long)PageBytes;
}
