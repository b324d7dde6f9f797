namespace Slabwise.Pages;

/// <content>The walk that holds the equations.</content>
internal unsafe partial struct ExtentHeap
{
    /// <summary>Walks every extent and both trees and holds the equations above; throws where one fails. At rest only.</summary>
    /// <returns>Pages of extents that lie in a cache.</returns>
    public long Validate()
    {
        _gate.Enter();
        try
        {
            long live = 0, extents = 0, dirty = 0, muzzy = 0, moved = 0, cached = 0;
            var free = new List<uint>();
            bool leftIsFree = false;
            for (uint page = 1; page < Frontier; page += Directory[page].Pages)
            {
                PageEntry entry = Directory[page];
                Require(entry.Kind is PageKind.Live or PageKind.Free && entry.Pages > 0, page, $"no extent starts here, but the one to its left ends ({entry.Kind}, {entry.Pages} pages)");
                Require(entry.Pages <= Frontier - page, page, $"its {entry.Pages} pages end beyond the frontier");
                PageEntry last = Directory[page + entry.Pages - 1];
                Require(last.Pages == entry.Pages && (entry.Pages == 1 || last.Kind == entry.Kind + (PageKind.LiveLast - PageKind.Live)), page, $"first and last entry disagree ({entry.Kind} {entry.Pages}, {last.Kind} {last.Pages})");
                for (uint inner = page + 1; inner + 1 < page + entry.Pages; inner++)
                    Require(Directory[inner].Kind == PageKind.None, inner, "an entry inside of an extent says something");
                for (uint inner = page + 1; inner < page + entry.Pages; inner++) Require(States[inner] == 0, inner, "a page inside of an extent has a state");
                bool isFree = entry.Kind == PageKind.Free;
                Require(!(isFree && leftIsFree), page, "it is free, and so is its left neighbour");
                leftIsFree = isFree;
                if (isFree)
                {
                    free.Add(page);
                    uint isDirty = _dirty.Count(page, entry.Pages), isMuzzy = _muzzy.Count(page, entry.Pages);
                    Require(entry.Dirty == isDirty, page, $"it counts {entry.Dirty} dirty pages but has {isDirty} dirty bits");
                    Require(entry.HasMuzzy == isMuzzy > 0, page, $"whether it has muzzy pages is {entry.HasMuzzy}, but it has {isMuzzy} muzzy bits");
                    for (uint each = page; each < page + entry.Pages; each++) Require(!(_dirty.Has(each) && _muzzy.Has(each)), each, "it is dirty and muzzy");
                    Require(States[page] == 0, page, $"it is free, but its state is {States[page]}");
                    dirty += isDirty;
                    muzzy += isMuzzy;
                }
                else
                {
                    byte state = StateFor(page);
                    Require(States[page] == state || States[page] == Other || (state != Other && States[page] == (state | Cached)), page, $"it is live with {entry.Pages} pages, but its state is {States[page]}");
                    live += entry.Pages;
                    extents++;
                    if (entry.IsMoved) moved++;
                    if (States[page] >= Cached) cached += entry.Pages;
                }
            }

            Require(live == LivePages && extents == LiveExtents, 0, $"{LivePages} pages in {LiveExtents} extents are said to be live, {live} in {extents} are");
            Require(dirty == DirtyPages && muzzy == MuzzyPages, 0, $"{DirtyPages} free pages are said to be dirty and {MuzzyPages} muzzy, {dirty} and {muzzy} are");
            Require(moved == MovedExtents, 0, $"{MovedExtents} extents are said to have been moved, {moved} were");
            Require(Frontier <= _committed, 0, $"the frontier {Frontier} is beyond the {_committed} committed pages");
            ValidateFree(free);
            return cached;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private readonly void ValidateFree(List<uint> free)
    {
        var all = new List<uint>();
        for (int kind = FreeLists.Clean; kind < FreeLists.Count; kind++)
        {
            List<uint> tree = [];
            _free[kind].AddTo(Directory, tree);
            for (int i = 1; i < tree.Count; i++)
            {
                uint a = Directory[tree[i - 1]].Pages, b = Directory[tree[i]].Pages;
                Require(a < b || (a == b && tree[i - 1] < tree[i]), tree[i], "the tree of free extents is out of order");
            }

            foreach (uint extent in tree) Require(KindOf(Directory[extent].Dirty, Directory[extent].HasMuzzy) == kind, extent, $"it is among the free extents of kind {kind}");
            ValidateAges(kind, tree);
            all.AddRange(tree);
        }

        Require(free.Order().SequenceEqual(all.Order()), 0, $"{free.Count} extents are free, {all.Count} are in the trees");
    }

    private readonly void ValidateAges(int kind, List<uint> tree)
    {
        List<uint> listed = [];
        uint older = 0;
        for (uint extent = _free[kind].Oldest; extent != 0; extent = FreeExtents.After(Directory, extent))
        {
            Require(FreeExtents.Before(Directory, extent) == older, extent, "its older neighbour does not know it");
            listed.Add(extent);
            older = extent;
        }

        Require(_free[kind].Newest == older, older, "it ends the list by age, but is not the newest");
        PageEntry* directory = Directory;
        Require(tree.Where(extent => directory[extent].Pages > 1).Order().SequenceEqual(listed.Order()), 0, $"the list by age has {listed.Count} extents of kind {kind}");
    }

    private static void Require(bool holds, uint page, string claim)
    {
        if (!holds) throw new InvalidOperationException($"Large blocks, page {page}: {claim}.");
    }
}
