using Slabwise.Os;

namespace Slabwise.Pages;

/// <content>Giving free pages back: dirty, then muzzy where that state decays too, then clean.</content>
internal unsafe partial struct ExtentHeap
{
    // One call keeps an extent from everybody for as long as it takes: some milliseconds for 64 MiB.
    private const uint MostAtOnce = (64 << 20) / PageBytes;

    // Memory goes back in pieces of so many pages.
    private static readonly uint Granule = (uint)(HugePagePolicy.Granule >> PageShift);

    /// <summary>Gives back what has decayed; true while something does.</summary>
    /// <param name="now">Milliseconds on a clock that never goes back.</param>
    /// <param name="dirtyMs">The decay time of dirty pages, as <see cref="DecaySettings.DirtyMs"/>.</param>
    /// <param name="muzzyMs">That of muzzy pages.</param>
    public bool TryDecay(long now, int dirtyMs, int muzzyMs)
    {
        if (!_decayGate.TryEnter()) return true;
        long idle = Math.Max(0, DirtyPages - _stuckDirty), keep = _dirtyDecay.Advance(now, dirtyMs, idle);
        if (keep < idle) GiveBack(DirtyPages - keep, ofMuzzy: false, lazily: muzzyMs != 0);
        idle = Math.Max(0, MuzzyPages - _stuckMuzzy);
        keep = _muzzyDecay.Advance(now, muzzyMs, idle);
        if (keep < idle) GiveBack(MuzzyPages - keep, ofMuzzy: true, lazily: false);
        _decayGate.Exit();

        // Under the gate, so that a free either is seen here or sees that nobody watches.
        _gate.Enter();
        bool more = (dirtyMs >= 0 && DirtyPages > _stuckDirty) || (muzzyMs >= 0 && MuzzyPages > _stuckMuzzy);
        if (!more) _isWatched = false;
        _gate.Exit();
        return more;
    }

    /// <summary>Gives back every free page that holds memory; says how many bytes.</summary>
    /// <remarks>One system call a stretch of pages, outside of the gate: meanwhile it is held, neither free nor live.</remarks>
    public long Purge() => GiveBack(long.MaxValue, ofMuzzy: false, lazily: false) + GiveBack(long.MaxValue, ofMuzzy: true, lazily: false);

    /// <summary>What the committed pages are, at one moment.</summary>
    public PageCounts Count()
    {
        _gate.Enter();
        long active = LivePages << PageShift, dirty = DirtyPages << PageShift, muzzy = MuzzyPages << PageShift;
        var counts = new PageCounts(active, dirty, muzzy, CommittedBytes - active - dirty - muzzy);
        _gate.Exit();
        return counts;
    }

    // Says how many bytes the process holds less; none where the system takes them when it likes. The oldest extents first, each from its end down.
    private long GiveBack(long wanted, bool ofMuzzy, bool lazily)
    {
        long bytes = 0;
        while (wanted > 0)
        {
            HeldPages held = Hold(Math.Min(wanted, MostAtOnce), ofMuzzy);
            if (held.Pages == 0)
            {
                if (Granule > 1 && wanted != long.MaxValue) NoteStuck(ofMuzzy);
                return bytes;
            }

            nint address = (nint)AddressOf(held.First), length = (nint)held.Pages << PageShift;
            bool gone = !lazily && OsMemory.Current.Discard(address, length), lazy = lazily && OsMemory.Current.DiscardLazily(address, length);
            if (lazily && !lazy) gone = OsMemory.Current.Discard(address, length);    // kernels before 4.5, and swap spaces without
            LetGo(held, gone, lazy);
            if (!gone && !lazy) return bytes;
            wanted -= ofMuzzy ? held.Muzzy : held.Dirty;
            if (gone) bytes += (long)(held.Dirty + held.Muzzy) << PageShift;
        }

        return bytes;
    }

    private void NoteStuck(bool ofMuzzy)
    {
        _gate.Enter();
        if (ofMuzzy) _stuckMuzzy = MuzzyPages;
        else _stuckDirty = DirtyPages;
        _gate.Exit();
    }

    private HeldPages Hold(long wanted, bool ofMuzzy)
    {
        _gate.Enter();
        uint extent = 0;
        HeldPages found = default;
        for (int list = ofMuzzy ? FreeLists.Muzzy : FreeLists.Dirty; list <= FreeLists.Dirty && found.Pages == 0; list++) found = FindIn(list, wanted, ofMuzzy, out extent);
        if (found.Pages != 0) TakeOut(extent, found.First, found.Pages, PageKind.Held);
        _gate.Exit();
        return found;
    }

    private readonly HeldPages FindIn(int list, long wanted, bool ofMuzzy, out uint extent)
    {
        HeldPages found = default;
        for (extent = _free[list].Oldest; extent != 0; extent = FreeExtents.After(Directory, extent))
        {
            if (!ofMuzzy || Directory[extent].HasMuzzy) found = HighestOf(extent, wanted, ofMuzzy);
            if (found.Pages != 0) return found;
        }

        extent = Granule == 1 ? _free[list].LowestSingle(Directory) : 0;
        return extent == 0 ? default : HighestOf(extent, wanted, ofMuzzy);
    }

    private readonly HeldPages HighestOf(uint extent, long wanted, bool ofMuzzy)
    {
        uint first = extent + Granule - 1 & ~(Granule - 1), end = extent + Directory[extent].Pages & ~(Granule - 1);
        if (first >= end) return default;
        (uint page, uint pages, uint set) = ofMuzzy ? _muzzy.HighestIn(first, end - first, wanted) : _dirty.HighestIn(first, end - first, wanted);
        if (set == 0) return default;
        first = page & ~(Granule - 1);
        pages = (page + pages + Granule - 1 & ~(Granule - 1)) - first;
        return new HeldPages(first, pages, _dirty.Count(first, pages), Directory[extent].HasMuzzy ? _muzzy.Count(first, pages) : 0);
    }

    private void LetGo(HeldPages held, bool gone, bool lazy)
    {
        _gate.Enter();
        if (lazy)
        {
            _usesMuzzy = true;
            _dirty.MoveTo(_muzzy, held.First, held.Pages);
            DirtyPages -= held.Dirty;
            MuzzyPages += held.Dirty;
        }
        else if (gone)
        {
            _dirty.Clear(held.First, held.Pages);
            _muzzy.Clear(held.First, held.Pages);
            DirtyPages -= held.Dirty;
            MuzzyPages -= held.Muzzy;
        }

        if (gone || lazy) Discards++;
        _stuckDirty = Math.Min(_stuckDirty, DirtyPages);
        _stuckMuzzy = Math.Min(_stuckMuzzy, MuzzyPages);
        Unmark(held.First, held.Pages);
        Coalesce(held.First, held.Pages, gone || lazy ? 0 : held.Dirty, hasMuzzy: !gone && (lazy || held.Muzzy > 0), isOld: true);
        _gate.Exit();
        if (gone) PageHeap.AddResident(-((long)(held.Dirty + held.Muzzy) << PageShift));
    }

    /// <summary>Pages of a free extent that are kept from everybody while they are given back, and how many of them are dirty and muzzy.</summary>
    private readonly record struct HeldPages(uint First, uint Pages, uint Dirty, uint Muzzy);
}
