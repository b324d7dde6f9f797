using Slabwise.Diagnostics;
using Slabwise.Os;

namespace Slabwise.Pages;

/// <summary>Large blocks: whole pages of one address range, split and coalesced, the best fit first and the lowest address of equals.</summary>
/// <remarks>
/// <para>The pages below <see cref="Frontier"/> are covered by extents without gap or overlap. The directory names an extent in the entries of
/// its first and last page and has nothing in between, so that a block is found by its address alone, its neighbours too, and an address
/// inside of it is known for what it is. No two neighbours are free.</para>
/// <para>A free page is dirty (written and not given back), muzzy (the system may take it whenever it is short) or clean (it holds no memory and reads as zero).
/// <c>DirtyPages</c> and <c>MuzzyPages</c> are the sums over free extents of their bits, no page has both, and
/// <c>LivePages + DirtyPages + MuzzyPages + clean pages == committed pages</c>; <c>resident == LivePages + DirtyPages + MuzzyPages</c>. A live page's bits say what it
/// was when it was handed out.</para>
/// <para><c>State</c> says of an extent's first page whether a user has it, or a cache: see <see cref="TryCache"/>. Page 0 is never used: 0 says "none"
/// everywhere else. All bookkeeping lies out of line.</para>
/// </remarks>
internal unsafe partial struct ExtentHeap
{
    public const int PageBytes = 4096, PageShift = 12;

    private const uint LargestCommit = (8 << 20) / PageBytes;

    // From here on extents start at multiples of a huge page where the room is there anyway: huge pages fit, and pages move by whole tables.
    private const uint HugePages = (2 << 20) / PageBytes;
    private const nint Slack = 2 << 20;

    private PageBits _dirty, _muzzy;
    private FreeLists _free;
    private SpinGate _gate, _decayGate;
    private uint _pages, _committed;
    private nint _range;
    private Decay _dirtyDecay, _muzzyDecay;

    // Idle pages that no piece of the granule's size is whole of: nothing can decay there until a neighbour becomes free.
    private long _stuckDirty, _stuckMuzzy;

    // Whether whoever ticks knows that something decays; and whether any page was ever muzzy.
    private bool _isWatched, _usesMuzzy;

    /// <summary>Where page 0 lies.</summary>
    public byte* Base;

    /// <summary>Bytes of the range.</summary>
    public nuint Bytes;

    /// <summary>One more than the highest page that was ever used.</summary>
    public uint Frontier;

    public long LiveExtents, LivePages, DirtyPages, MuzzyPages;

    /// <summary>How often an extent's pages were given back.</summary>
    public long Discards;

    /// <summary>Extents that lie in a mapping of their own, because their pages were moved.</summary>
    public long MovedExtents;

    /// <summary>A byte a page, which says something only for the first page of a live extent: who has it, see <see cref="TryCache"/>.</summary>
    public byte* States;

    /// <summary>An entry a page.</summary>
    public PageEntry* Directory;

    /// <summary>The next one in <see cref="ExtentHeaps"/>, and who is looking at this one from there.</summary>
    public ExtentHeap* Next;

    /// <inheritdoc cref="Next"/>
    public int Visitors;

    public readonly long CommittedBytes => (long)(_committed - 1) << PageShift;

    /// <summary>The largest block, in pages.</summary>
    public readonly uint LargestPages => _pages - 1;

    private readonly nint DirectoryBytes => (nint)_pages * sizeof(PageEntry);

    /// <summary>Reserves the range and its directory; false where the system refuses.</summary>
    public bool TryInitialize(nint bytes)
    {
        _pages = (uint)(bytes >> PageShift);
        _range = PageHeap.Reserve(bytes + Slack);
        Directory = (PageEntry*)PageHeap.MapSideArray(DirectoryBytes);
        States = (byte*)PageHeap.MapSideArray((nint)_pages);
        bool mapped = _dirty.TryMap(_pages) & _muzzy.TryMap(_pages);
        Base = (byte*)((_range + Slack - 1) & -(nint)(Slack));
        Bytes = (nuint)bytes;
        Frontier = _committed = 1;
        if (_range != 0 && Directory is not null && States is not null && mapped)
        {
            HugePagePolicy.Apply(_range, bytes + Slack);
            return true;
        }

        ReleaseAll();
        return false;
    }

    /// <summary>Gives the range and its directory back; nobody may use a block of it any more.</summary>
    public readonly void Close()
    {
        ReleaseAll();
        PageHeap.AddMapped(-CommittedBytes);
        PageHeap.AddResident(-(LivePages + DirtyPages + MuzzyPages << PageShift));
    }

    /// <summary>Takes an extent; the number of its first page, or 0 where the range, the system's memory or the hard limit has been reached.</summary>
    /// <param name="pages">How many pages, at least one.</param>
    /// <param name="aligned">A power of two of pages that its address is a multiple of.</param>
    public uint Alloc(uint pages, uint aligned)
    {
        uint slack = aligned - 1, page = 0;
        if (slack >= LargestPages || pages > LargestPages - slack) return 0;
        _gate.Enter();
        uint extent = BestFit(pages + slack);
        if (extent == 0) extent = Extend(pages, slack);
        if (extent != 0 && TryCarve(extent, page = PlaceIn(extent, pages, slack), pages)) MarkLive(page);
        else page = 0;
        _gate.Exit();
        return page;
    }

    /// <summary>Gives an extent back; false where no live extent starts at this page.</summary>
    public bool TryFree(uint page) => TryFree(page, cached: false);

    /// <summary>Makes a live extent longer or shorter where it lies; false where its right neighbour does not leave the room.</summary>
    public bool TryResize(uint page, uint pages)
    {
        _gate.Enter();
        uint now = Directory[page].Pages;
        bool live = IsLive(page), moved = Directory[page].IsMoved, done = live && (pages <= now || TryGrow(page, now, pages));
        bool shorter = done && pages < now, mustWake = false;
        if (done)
        {
            Mark(page, pages, PageKind.Live);
            Directory[page].IsMoved = moved;
            States[page] = StateFor(page);
            if (shorter && moved) Mark(page + pages, now - pages, PageKind.Held);
            else if (shorter) mustWake = Vacate(page + pages, now - pages);
        }

        _gate.Exit();
        if (shorter && moved) Renew(page + pages, now - pages);
        AfterFree(mustWake, shorter);
        return done;
    }

    /// <summary>Whether an extent that a user has starts at a page.</summary>
    public readonly bool IsLive(uint page) => page < Frontier && Directory[page].Kind == PageKind.Live && States[page] is not 0 and < Cached;

    /// <summary>A live extent's length, in pages.</summary>
    public readonly uint PagesOf(uint page) => Directory[page].Pages;

    /// <summary>Whether a page of a live extent may have been written before the heap handed it out; others read as zero.</summary>
    public readonly bool WasWritten(uint page) => _dirty.Has(page) || (_usesMuzzy && _muzzy.Has(page));

    /// <summary>The first page of the extent that a page belongs to, for messages: it walks down page by page. 0 for pages never used.</summary>
    public uint FirstOf(uint page)
    {
        if (page >= Frontier) return 0;
        _gate.Enter();
        while (page > 0 && !Directory[page].IsFirst) page--;
        _gate.Exit();
        return page;
    }

    private bool TryFree(uint page, bool cached)
    {
        _gate.Enter();
        bool live = cached ? IsCached(page) : IsLive(page), moved = live && Directory[page].IsMoved, mustWake = false;
        uint pages = Directory[page].Pages;
        if (live)
        {
            States[page] = 0;
            LiveExtents--;
            if (moved) MovedExtents--;
            if (moved) Mark(page, pages, PageKind.Held);
            else mustWake = Vacate(page, pages);
        }

        _gate.Exit();
        if (moved) Renew(page, pages);
        AfterFree(mustWake, live);
        return live;
    }

    // Outside of the gate: what dirty pages ask for.
    private void AfterFree(bool mustWake, bool freed)
    {
        if (mustWake) Housekeeper.Wake();
        if (freed && DecaySettings.DirtyMs == 0) GiveBack(long.MaxValue, ofMuzzy: false, lazily: DecaySettings.MuzzyMs != 0);
    }

    private readonly void ReleaseAll()
    {
        PageHeap.Release(_range, (nint)Bytes + Slack);
        PageHeap.Release((nint)Directory, DirectoryBytes);
        PageHeap.Release((nint)States, (nint)_pages);
        _dirty.Unmap();
        _muzzy.Unmap();
    }
}
