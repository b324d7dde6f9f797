namespace Slabwise.Pages;

/// <summary>Large blocks: whole pages of one address range, split and coalesced, the best fit first and the lowest address of equals.</summary>
/// <remarks>
/// <para>The pages below <see cref="Frontier"/> are covered by extents without gap or overlap. The directory names an extent in the entries of
/// its first and last page and has nothing in between, so that a block is found by its address alone, its neighbours too, and an address
/// inside of it is known for what it is. No two neighbours are free.</para>
/// <para><c>LivePages + free pages + held pages == Frontier - 1</c>; <c>DirtyPages == sum over free extents of their dirty bits</c>: pages that were
/// written and not given back. A live page's bit says what it was when it was handed out. <c>resident == LivePages + DirtyPages &lt;= committed</c>.</para>
/// <para>Page 0 is never used: 0 says "none" everywhere else. All bookkeeping lies out of line.</para>
/// </remarks>
internal unsafe partial struct ExtentHeap
{
    public const int PageBytes = 4096, PageShift = 12;

    private const uint LargestCommit = (8 << 20) / PageBytes;

    private PageEntry* _directory;
    private ulong* _dirty;
    private FreeTree _dirtyFree, _cleanFree;
    private SpinGate _gate;
    private uint _pages, _committed;

    /// <summary>Where page 0 lies.</summary>
    public byte* Base;

    /// <summary>Bytes of the range.</summary>
    public nuint Bytes;

    /// <summary>One more than the highest page that was ever used.</summary>
    public uint Frontier;

    public long LiveExtents, LivePages, DirtyPages;

    /// <summary>How often an extent's pages were given back.</summary>
    public long Discards;

    public readonly long CommittedBytes => (long)_committed << PageShift;

    /// <summary>Bytes of the directory in use, at most: whole pages up to the highest page that was ever used.</summary>
    public readonly long DirectoryBytes
    {
        get
        {
            long pages = Volatile.Read(in Frontier);
            return RoundUp(pages * sizeof(PageEntry)) + RoundUp(pages / 8);
        }
    }

    /// <summary>What the range's pages are.</summary>
    public PageCounts Count()
    {
        _gate.Enter();
        long live = LivePages, dirty = DirtyPages, committed = _committed - 1;
        _gate.Exit();
        return new PageCounts(live << PageShift, dirty << PageShift, 0, committed - live - dirty << PageShift);
    }

    /// <summary>The largest block, in pages.</summary>
    public readonly uint LargestPages => _pages - 1;

    /// <summary>Reserves the range and its directory; false where the system refuses.</summary>
    public bool TryInitialize(nint bytes)
    {
        _pages = (uint)(bytes >> PageShift);
        nint directoryBytes = (nint)_pages * sizeof(PageEntry), dirtyBytes = (nint)(_pages / 8) + sizeof(ulong);
        Base = (byte*)PageHeap.Reserve(bytes);
        _directory = (PageEntry*)PageHeap.MapSideArray(directoryBytes);
        _dirty = (ulong*)PageHeap.MapSideArray(dirtyBytes);
        Frontier = _committed = 1;
        if (Base is not null && _directory is not null && _dirty is not null)
        {
            Bytes = (nuint)bytes;
            return true;
        }

        PageHeap.Release((nint)Base, bytes);
        PageHeap.Release((nint)_directory, directoryBytes);
        PageHeap.Release((nint)_dirty, dirtyBytes);
        return false;
    }

    /// <summary>Gives the range and its directory back; nobody may use a block of it any more.</summary>
    public readonly void Close()
    {
        PageHeap.Release((nint)Base, (nint)Bytes);
        PageHeap.Release((nint)_directory, (nint)_pages * sizeof(PageEntry));
        PageHeap.Release((nint)_dirty, (nint)(_pages / 8) + sizeof(ulong));
        PageHeap.AddMapped(-((long)(_committed - 1) << PageShift));
        PageHeap.AddResident(-(LivePages + DirtyPages << PageShift));
    }

    /// <summary>Takes an extent; the number of its first page, or 0 where the range or the system's memory has run out.</summary>
    /// <param name="pages">How many pages, at least one.</param>
    /// <param name="aligned">A power of two of pages that its address is a multiple of.</param>
    public uint Alloc(uint pages, uint aligned)
    {
        uint slack = aligned - 1;
        if (slack >= LargestPages || pages > LargestPages - slack) return 0;
        _gate.Enter();
        uint extent = BestFit(pages + slack);
        if (extent == 0) extent = Extend(pages + slack);
        if (extent != 0)
        {
            extent = Carve(extent, AlignedPage(extent, slack), pages);
            LiveExtents++;
        }

        _gate.Exit();
        return extent;
    }

    /// <summary>Gives an extent back, and its pages too where many are idle; false where no live extent starts at this page.</summary>
    public bool TryFree(uint page)
    {
        _gate.Enter();
        bool live = IsLive(page);
        if (live)
        {
            uint pages = _directory[page].Pages;
            LiveExtents--;
            Vacate(page, pages);
        }

        bool tooManyIdle = DirtyPages > KeptPages();
        _gate.Exit();
        if (tooManyIdle) Discard(KeptPages() / 4 * 3);
        return live;
    }

    /// <summary>Makes a live extent longer or shorter where it lies; false where its right neighbour does not leave the room.</summary>
    public bool TryResize(uint page, uint pages)
    {
        _gate.Enter();
        uint now = _directory[page].Pages;
        bool done = pages <= now || TryGrow(page, now, pages);
        if (pages < now)
        {
            Mark(page, pages, PageKind.Live);
            Vacate(page + pages, now - pages);
        }

        bool tooManyIdle = DirtyPages > KeptPages();
        _gate.Exit();
        if (tooManyIdle) Discard(KeptPages() / 4 * 3);
        return done;
    }

    /// <summary>Whether a live extent starts at a page.</summary>
    public readonly bool IsLive(uint page) => page < Frontier && _directory[page].Kind == PageKind.Live;

    /// <summary>A live extent's length, in pages.</summary>
    public readonly uint PagesOf(uint page) => _directory[page].Pages;

    /// <summary>Whether a page of a live extent may have been written before it was handed out; others read as zero.</summary>
    public readonly bool WasDirty(uint page) => (_dirty[page >> 6] >> (int)(page & 63) & 1) != 0;

    /// <summary>The first page of the extent that a page belongs to, for messages: it walks down page by page. 0 for pages never used.</summary>
    public uint FirstOf(uint page)
    {
        if (page >= Frontier) return 0;
        _gate.Enter();
        while (page > 0 && !_directory[page].IsFirst) page--;
        _gate.Exit();
        return page;
    }

    private static long RoundUp(long bytes) => (bytes + PageBytes - 1) & -(long)PageBytes;

    private uint BestFit(uint pages)
    {
        uint dirty = _dirtyFree.BestFit(_directory, pages), clean = _cleanFree.BestFit(_directory, pages);
        if (dirty == 0 || clean == 0) return dirty | clean;

        // Of equals the dirty one, whose pages are there already.
        return _directory[clean].Pages < _directory[dirty].Pages ? clean : dirty;
    }
}
