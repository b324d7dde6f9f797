namespace Slabwise.Pages;

/// <summary>Free extents of one kind: a tree by size in which the best fit is found, and a list by age of those that hold memory.</summary>
/// <remarks>The list's links lie in the entries of the extents' last pages, so that it takes up no room; extents of a single page have no such entry and
/// are not listed, they are found as the smallest in the tree. Under the heap's gate.</remarks>
internal unsafe struct FreeExtents
{
    private FreeTree _tree;

    /// <summary>The extents at the list's ends, 0 where it is empty.</summary>
    public uint Oldest, Newest;

    public readonly uint BestFit(PageEntry* directory, uint pages) => _tree.BestFit(directory, pages);

    public readonly void AddTo(PageEntry* directory, List<uint> extents) => _tree.AddTo(directory, extents);

    /// <summary>A free extent of one page, the lowest of them; 0 for none.</summary>
    public readonly uint LowestSingle(PageEntry* directory)
    {
        uint smallest = _tree.BestFit(directory, 1);
        return smallest != 0 && directory[smallest].Pages == 1 ? smallest : 0;
    }

    /// <param name="directory">The heap's directory.</param>
    /// <param name="extent">The extent, whose first and last entry say that it is free.</param>
    /// <param name="older">Its neighbour in age on the older side; 0 where it is the oldest itself.</param>
    public void Add(PageEntry* directory, uint extent, uint older)
    {
        _tree.Add(directory, extent);
        if (directory[extent].Pages == 1) return;
        uint newer = older == 0 ? Oldest : LastOf(directory, older).Newer;
        LastOf(directory, extent).Older = older;
        LastOf(directory, extent).Newer = newer;
        if (older == 0) Oldest = extent;
        else LastOf(directory, older).Newer = extent;
        if (newer == 0) Newest = extent;
        else LastOf(directory, newer).Older = extent;
    }

    public void Remove(PageEntry* directory, uint extent)
    {
        _tree.Remove(directory, extent);
        if (directory[extent].Pages == 1) return;
        uint older = LastOf(directory, extent).Older, newer = LastOf(directory, extent).Newer;
        if (older == 0) Oldest = newer;
        else LastOf(directory, older).Newer = newer;
        if (newer == 0) Newest = older;
        else LastOf(directory, newer).Older = older;
    }

    /// <summary>The next newer extent in the list, 0 for none.</summary>
    public static uint After(PageEntry* directory, uint extent) => LastOf(directory, extent).Newer;

    /// <summary>The next older extent in the list, 0 for none; the newest one's place is asked of <see cref="Newest"/>.</summary>
    public static uint Before(PageEntry* directory, uint extent) => LastOf(directory, extent).Older;

    private static ref PageEntry LastOf(PageEntry* directory, uint extent) => ref directory[extent + directory[extent].Pages - 1];
}
