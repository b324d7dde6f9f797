using Slabwise.Os;

namespace Slabwise.Pages;

/// <content>Finding, splitting, coalescing and growing; everything here runs under the gate.</content>
internal unsafe partial struct ExtentHeap
{
    // The system's own pages may be larger than the heap's.
    private static readonly uint CommitUnit = (uint)Math.Max(1, Environment.SystemPageSize / PageBytes);

    // What is there already first, even where a clean extent fits better: that would cost address space at most, the other memory.
    private readonly uint BestFit(uint pages)
    {
        uint extent = 0;
        for (int kind = FreeLists.Dirty; kind >= FreeLists.Clean && extent == 0; kind--) extent = _free[kind].BestFit(Directory, pages);
        return extent;
    }

    // Where in a free extent a block goes: at an aligned page; else so that it covers what is there already.
    private readonly uint PlaceIn(uint extent, uint pages, uint slack)
    {
        PageEntry whole = Directory[extent];
        uint page = AlignedPage(extent, WishedSlack(pages, slack));
        if (page - extent > whole.Pages - pages) page = AlignedPage(extent, slack);
        if (slack > 0 || pages >= HugePages || whole.Dirty == whole.Pages || (whole.Dirty == 0 && !whole.HasMuzzy)) return page;
        uint there = whole.Dirty > 0 ? _dirty.FirstIn(extent, whole.Pages) : _muzzy.FirstIn(extent, whole.Pages);
        return Math.Min(there, extent + whole.Pages - pages);
    }

    private static uint WishedSlack(uint pages, uint slack) => pages >= HugePages ? Math.Max(slack, HugePages - 1) : slack;

    // The free extent below the frontier, if there is one, is part of what grows.
    private uint Extend(uint pages, uint slack)
    {
        uint last = Directory[Frontier - 1].Kind is PageKind.Free or PageKind.FreeLast ? Directory[Frontier - 1].Pages : 0;
        uint extent = Frontier - last, page = AlignedPage(extent, WishedSlack(pages, slack));
        if ((ulong)page + pages > _pages) page = AlignedPage(extent, slack);
        ulong end = Math.Max((ulong)page + pages, Frontier);
        if (end > _pages || !TryCommit((uint)end)) return 0;
        PageEntry below = last > 0 ? Directory[extent] : default;
        if (last > 0) Unlink(extent);
        Frontier = (uint)end;
        LinkFree(extent, Frontier - extent, below.Dirty, below.HasMuzzy, isOld: false);
        return extent;
    }

    // An eighth ahead, so that a growing heap makes few system calls. Under the gate: pages below the frontier are always committed,
    // and the call changes a number in the kernel's books, no page.
    private bool TryCommit(uint upTo)
    {
        if (upTo <= _committed) return true;
        uint from = _committed & ~(CommitUnit - 1);
        uint wanted = (uint)Math.Min((upTo + (ulong)Math.Min(_committed / 8, LargestCommit) + CommitUnit - 1) & ~(ulong)(CommitUnit - 1), _pages);
        if (!OsMemory.Current.Commit((nint)AddressOf(from), (nint)(wanted - from) << PageShift)) return false;
        PageHeap.AddMapped((long)(wanted - _committed) << PageShift);
        _committed = wanted;
        return true;
    }

    private bool TryGrow(uint page, uint now, uint pages)
    {
        uint next = page + now, missing = pages - now;
        uint room = next < Frontier && Directory[next].Kind == PageKind.Free ? Directory[next].Pages : 0;
        if (room < missing && (next + room != Frontier || missing > _pages - next || Extend(missing, 0) == 0)) return false;
        if (!TryCarve(next, next, missing)) return false;
        Unmark(page, now);
        Unmark(next, missing);
        return true;
    }

    // Makes part of a free extent live; what is left on either side stays free. False, and nothing changed, at the hard limit.
    private bool TryCarve(uint extent, uint page, uint pages)
    {
        PageEntry whole = Directory[extent];
        uint dirty = CountDirty(whole, page, pages), muzzy = whole.HasMuzzy ? _muzzy.Count(page, pages) : 0;
        if (!PageHeap.TryAddResident((long)(pages - dirty - muzzy) << PageShift)) return false;
        TakeOut(extent, page, pages, PageKind.Live);
        LivePages += pages;
        DirtyPages -= dirty;
        MuzzyPages -= muzzy;
        return true;
    }

    // Takes pages out of a free extent; what is left of it keeps its age.
    private void TakeOut(uint extent, uint page, uint pages, PageKind kind)
    {
        PageEntry whole = Directory[extent];
        uint before = page - extent, after = whole.Pages - before - pages;
        uint dirtyBefore = CountDirty(whole, extent, before), dirtyAfter = CountDirty(whole, page + pages, after);
        bool muzzyBefore = HasMuzzy(whole, extent, before), muzzyAfter = HasMuzzy(whole, page + pages, after);
        int list = KindOf(whole.Dirty, whole.HasMuzzy);
        uint older = whole.Pages == 1 ? _free[list].Newest : FreeExtents.Before(Directory, extent);
        Unlink(extent);
        if (before > 0) LinkFree(extent, before, dirtyBefore, muzzyBefore, list, older);
        if (after > 0) LinkFree(page + pages, after, dirtyAfter, muzzyAfter, list, older);
        Mark(page, pages, kind);
    }

    // Most free extents are all dirty or all clean, and then no bit is read.
    private readonly uint CountDirty(PageEntry whole, uint page, uint pages) =>
        whole.Dirty == 0 ? 0 : whole.Dirty == whole.Pages ? pages : _dirty.Count(page, pages);

    private readonly bool HasMuzzy(PageEntry whole, uint page, uint pages) =>
        whole.HasMuzzy && _muzzy.FirstIn(page, pages) < page + pages;

    // Every page of what was live counts as written: only the system knows better. True where somebody has to be told that there is something to decay.
    private bool Vacate(uint page, uint pages)
    {
        LivePages -= pages;
        DirtyPages += pages;
        _dirty.Set(page, pages);
        if (_usesMuzzy) _muzzy.Clear(page, pages);
        Unmark(page, pages);
        Coalesce(page, pages, pages, hasMuzzy: false, isOld: false);
        if (_isWatched || DecaySettings.DirtyMs <= 0) return false;
        return _isWatched = true;
    }

    // Live pages that hold nothing any more.
    private void VacateEmpty(uint page, uint pages)
    {
        LivePages -= pages;
        _dirty.Clear(page, pages);
        if (_usesMuzzy) _muzzy.Clear(page, pages);
        Unmark(page, pages);
        Coalesce(page, pages, dirty: 0, hasMuzzy: false, isOld: false);
    }

    private void Coalesce(uint page, uint pages, uint dirty, bool hasMuzzy, bool isOld)
    {
        uint first = page, end = page + pages;
        if (Directory[page - 1].Kind is PageKind.Free or PageKind.FreeLast)
        {
            first = page - Directory[page - 1].Pages;
            dirty += Directory[first].Dirty;
            hasMuzzy |= Directory[first].HasMuzzy;
            Unlink(first);
        }

        if (end < Frontier && Directory[end].Kind == PageKind.Free)
        {
            uint next = end;
            end += Directory[next].Pages;
            dirty += Directory[next].Dirty;
            hasMuzzy |= Directory[next].HasMuzzy;
            Unlink(next);
        }

        LinkFree(first, end - first, dirty, hasMuzzy, isOld);
    }

    private void LinkFree(uint page, uint pages, uint dirty, bool hasMuzzy, bool isOld)
    {
        int kind = KindOf(dirty, hasMuzzy);
        LinkFree(page, pages, dirty, hasMuzzy, kind, isOld ? 0 : _free[kind].Newest);
    }

    // The age is that of a place in one list; in another one it is new.
    private void LinkFree(uint page, uint pages, uint dirty, bool hasMuzzy, int listOfAge, uint older)
    {
        int kind = KindOf(dirty, hasMuzzy);
        Directory[page + pages - 1] = new PageEntry(PageKind.FreeLast, pages);
        Directory[page] = new PageEntry(pages, dirty, hasMuzzy);
        _free[kind].Add(Directory, page, kind == listOfAge ? older : _free[kind].Newest);
    }

    private void Unlink(uint extent)
    {
        _free[KindOf(Directory[extent].Dirty, Directory[extent].HasMuzzy)].Remove(Directory, extent);
        Unmark(extent, Directory[extent].Pages);
    }

    private static int KindOf(uint dirty, bool hasMuzzy) => dirty > 0 ? FreeLists.Dirty : hasMuzzy ? FreeLists.Muzzy : FreeLists.Clean;

    private readonly void Mark(uint page, uint pages, PageKind first)
    {
        Directory[page + pages - 1] = new PageEntry(first + (PageKind.LiveLast - PageKind.Live), pages);
        Directory[page] = new PageEntry(first, pages);
    }

    private readonly void Unmark(uint page, uint pages) => Directory[page] = Directory[page + pages - 1] = default;

    private readonly byte* AddressOf(uint page) => Base + ((nuint)page << PageShift);

    private readonly uint AlignedPage(uint extent, uint slack) =>
        extent + ((slack + 1 - ((uint)((nint)Base >> PageShift) + extent & slack)) & slack);
}
