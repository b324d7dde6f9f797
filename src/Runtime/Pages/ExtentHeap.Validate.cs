namespace Slabwise.Pages;

/// <content>The walk that holds the equations.</content>
internal unsafe partial struct ExtentHeap
{
    /// <summary>Walks every extent and both trees and holds the equations above; throws where one fails. At rest only.</summary>
    public void Validate()
    {
        _gate.Enter();
        try
        {
            long live = 0, extents = 0, dirty = 0;
            var free = new List<uint>();
            bool leftIsFree = false;
            for (uint page = 1; page < Frontier; page += _directory[page].Pages)
            {
                PageEntry entry = _directory[page];
                Require(entry.Kind is PageKind.Live or PageKind.Free && entry.Pages > 0, page, $"no extent starts here, but the one to its left ends ({entry.Kind}, {entry.Pages} pages)");
                Require(entry.Pages <= Frontier - page, page, $"its {entry.Pages} pages end beyond the frontier");
                PageEntry last = _directory[page + entry.Pages - 1];
                Require(last.Pages == entry.Pages && (entry.Pages == 1 || last.Kind == entry.Kind + (PageKind.LiveLast - PageKind.Live)), page, $"first and last entry disagree ({entry.Kind} {entry.Pages}, {last.Kind} {last.Pages})");
                for (uint inner = page + 1; inner + 1 < page + entry.Pages; inner++)
                    Require(_directory[inner].Kind == PageKind.None, inner, "an entry inside of an extent says something");
                bool isFree = entry.Kind == PageKind.Free;
                Require(!(isFree && leftIsFree), page, "it is free, and so is its left neighbour");
                leftIsFree = isFree;
                if (isFree)
                {
                    free.Add(page);
                    Require(entry.Dirty == CountDirty(page, entry.Pages), page, $"it counts {entry.Dirty} dirty pages but has {CountDirty(page, entry.Pages)} dirty bits");
                    dirty += entry.Dirty;
                }
                else
                {
                    live += entry.Pages;
                    extents++;
                }
            }

            Require(live == LivePages && extents == LiveExtents, 0, $"{LivePages} pages in {LiveExtents} extents are said to be live, {live} in {extents} are");
            Require(dirty == DirtyPages, 0, $"{DirtyPages} free pages are said to be dirty, {dirty} are");
            Require(Frontier <= _committed, 0, $"the frontier {Frontier} is beyond the {_committed} committed pages");
            ValidateTrees(free);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private readonly void ValidateTrees(List<uint> free)
    {
        List<uint> clean = [], dirty = [];
        _cleanFree.AddTo(_directory, clean);
        _dirtyFree.AddTo(_directory, dirty);
        foreach (List<uint> tree in (List<uint>[])[clean, dirty])
        {
            for (int i = 1; i < tree.Count; i++)
            {
                uint a = _directory[tree[i - 1]].Pages, b = _directory[tree[i]].Pages;
                Require(a < b || (a == b && tree[i - 1] < tree[i]), tree[i], "the tree of free extents is out of order");
            }
        }

        foreach (uint extent in clean) Require(_directory[extent].Dirty == 0, extent, "a dirty extent is among the clean ones");
        foreach (uint extent in dirty) Require(_directory[extent].Dirty > 0, extent, "a clean extent is among the dirty ones");
        Require(free.Order().SequenceEqual(clean.Concat(dirty).Order()), 0, $"{free.Count} extents are free, {clean.Count + dirty.Count} are in the trees");
    }

    private static void Require(bool holds, uint page, string claim)
    {
        if (!holds) throw new InvalidOperationException($"Large blocks, page {page}: {claim}.");
    }
}
