using System.Numerics;

namespace Slabwise.Pages;

/// <content>Which free pages are still backed, and giving them back.</content>
internal unsafe partial struct ExtentHeap
{
    private const uint LeastKeptPages = (8 << 20) / PageBytes;

    /// <summary>Gives back the pages of free extents, the largest first, until <paramref name="keep"/> dirty ones remain; says how many bytes.</summary>
    /// <remarks>One system call an extent, outside of the gate: meanwhile the extent is held, neither free nor live.</remarks>
    public long Discard(long keep)
    {
        long bytes = 0;
        while (true)
        {
            uint extent = HoldLargest(keep, out uint pages, out uint dirty);
            if (extent == 0) return bytes;
            bool given = Os.OsMemory.Current.Discard((nint)(Base + ((long)extent << PageShift)), (nint)pages << PageShift);
            LetGo(extent, pages, dirty, given);
            if (!given) return bytes;
            bytes += (long)dirty << PageShift;
        }
    }

    // What a busy edge needs to move without a system call: a sixteenth of what is live, and 8 MiB at least.
    private readonly long KeptPages() => Math.Max(LeastKeptPages, LivePages / 16);

    private uint HoldLargest(long keep, out uint pages, out uint dirty)
    {
        pages = dirty = 0;
        _gate.Enter();
        uint extent = DirtyPages > keep ? _dirtyFree.Largest(_directory) : 0;
        if (extent != 0)
        {
            pages = _directory[extent].Pages;
            dirty = _directory[extent].Dirty;
            Unlink(extent);
            DirtyPages -= dirty;
            Mark(extent, pages, PageKind.Held);
        }

        _gate.Exit();
        return extent;
    }

    private void LetGo(uint extent, uint pages, uint dirty, bool given)
    {
        _gate.Enter();
        if (given)
        {
            ClearDirty(extent, pages);
            Discards++;
        }
        else
        {
            DirtyPages += dirty;
        }

        Unmark(extent, pages);
        Coalesce(extent, pages, given ? 0 : dirty);
        _gate.Exit();
        if (given) PageHeap.AddResident(-((long)dirty << PageShift));
    }

    private readonly uint CountDirty(uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        uint count = 0;
        for (ulong word = first >> 6; word << 6 < end; word++) count += (uint)BitOperations.PopCount(_dirty[word] & MaskOf(first, end, word));
        return count;
    }

    private readonly void SetDirty(uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++) _dirty[word] |= MaskOf(first, end, word);
    }

    private readonly void ClearDirty(uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++) _dirty[word] &= ~MaskOf(first, end, word);
    }

    // The bits of a word that belong to [first, end).
    private static ulong MaskOf(ulong first, ulong end, ulong word)
    {
        int from = (int)Math.Max((long)(first - (word << 6)), 0), to = (int)Math.Min(end - (word << 6), 64);
        return (ulong.MaxValue >> (64 - to)) & (ulong.MaxValue << from);
    }
}
