namespace Slabwise.Pages;

/// <content>Splitting, coalescing and growing; everything here runs under the gate.</content>
internal unsafe partial struct ExtentHeap
{
    // The free extent below the frontier, if there is one, is part of what grows.
    private uint Extend(uint pages)
    {
        uint last = _directory[Frontier - 1].Kind is PageKind.Free or PageKind.FreeLast ? _directory[Frontier - 1].Pages : 0;
        uint missing = pages - last;
        if (missing > _pages - Frontier || !TryCommit(Frontier + missing)) return 0;
        uint extent = Frontier - last;
        uint dirty = _directory[extent].Dirty;
        if (last > 0) Unlink(extent);
        Frontier += missing;
        LinkFree(extent, pages, dirty);
        return extent;
    }

    // An eighth ahead, so that a growing heap makes few system calls. Under the gate: pages below the frontier are always committed,
    // and the call changes a number in the kernel's books, no page.
    private bool TryCommit(uint upTo)
    {
        if (upTo <= _committed) return true;
        uint wanted = (uint)Math.Min(upTo + (ulong)Math.Min(_committed / 8, LargestCommit), _pages);
        if (!Os.OsMemory.Current.Commit((nint)(Base + ((long)_committed << PageShift)), (nint)(wanted - _committed) << PageShift)) return false;
        PageHeap.AddMapped((long)(wanted - _committed) << PageShift);
        _committed = wanted;
        return true;
    }

    private bool TryGrow(uint page, uint now, uint pages)
    {
        uint next = page + now, missing = pages - now;
        uint room = next < Frontier && _directory[next].Kind == PageKind.Free ? _directory[next].Pages : 0;
        if (room < missing)
        {
            if (next + room != Frontier || missing > _pages - next || Extend(missing) == 0) return false;
            room = missing;
        }

        Carve(next, next, missing);
        Unmark(page, now);
        Unmark(next, missing);
        Mark(page, pages, PageKind.Live);
        return true;
    }

    // Makes part of a free extent live; what is left on either side stays free.
    private uint Carve(uint extent, uint page, uint pages)
    {
        PageEntry whole = _directory[extent];
        Unlink(extent);
        uint before = page - extent, after = whole.Pages - before - pages;
        uint dirty = CountDirty(whole, page, pages), dirtyBefore = CountDirty(whole, extent, before);
        if (before > 0) LinkFree(extent, before, dirtyBefore);
        if (after > 0) LinkFree(page + pages, after, whole.Dirty - dirty - dirtyBefore);
        LivePages += pages;
        DirtyPages -= dirty;
        PageHeap.AddResident((long)(pages - dirty) << PageShift);
        Mark(page, pages, PageKind.Live);
        return page;
    }

    // Most free extents are all dirty or all clean, and then no bit is read.
    private readonly uint CountDirty(PageEntry whole, uint page, uint pages) =>
        whole.Dirty == 0 ? 0 : whole.Dirty == whole.Pages ? pages : CountDirty(page, pages);

    // Every page of what was live counts as written: only the system knows better.
    private void Vacate(uint page, uint pages)
    {
        LivePages -= pages;
        DirtyPages += pages;
        SetDirty(page, pages);
        Unmark(page, pages);
        Coalesce(page, pages, pages);
    }

    private void Coalesce(uint page, uint pages, uint dirty)
    {
        uint first = page, end = page + pages;
        if (_directory[page - 1].Kind is PageKind.Free or PageKind.FreeLast)
        {
            first = page - _directory[page - 1].Pages;
            dirty += _directory[first].Dirty;
            Unlink(first);
        }

        if (end < Frontier && _directory[end].Kind == PageKind.Free)
        {
            uint next = end;
            end += _directory[next].Pages;
            dirty += _directory[next].Dirty;
            Unlink(next);
        }

        LinkFree(first, end - first, dirty);
    }

    private void LinkFree(uint page, uint pages, uint dirty)
    {
        Mark(page, pages, PageKind.Free);
        _directory[page].Dirty = dirty;
        if (dirty > 0) _dirtyFree.Add(_directory, page);
        else _cleanFree.Add(_directory, page);
    }

    private void Unlink(uint extent)
    {
        if (_directory[extent].Dirty > 0) _dirtyFree.Remove(_directory, extent);
        else _cleanFree.Remove(_directory, extent);
        Unmark(extent, _directory[extent].Pages);
    }

    private readonly void Mark(uint page, uint pages, PageKind first)
    {
        _directory[page + pages - 1] = new PageEntry(first + (PageKind.LiveLast - PageKind.Live), pages);
        _directory[page] = new PageEntry(first, pages);
    }

    private readonly void Unmark(uint page, uint pages) => _directory[page] = _directory[page + pages - 1] = default;

    private readonly uint AlignedPage(uint extent, uint slack) =>
        extent + ((slack + 1 - ((uint)((nint)Base >> PageShift) + extent & slack)) & slack);
}
