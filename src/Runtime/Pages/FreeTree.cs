namespace Slabwise.Pages;

/// <summary>Free extents ordered by size, then by address: the best fit is the leftmost that is large enough.</summary>
/// <remarks>
/// <para>A treap: ordered by (pages, number of the first page), and a node's priority is at least that of its children. Priorities are a hash of
/// the page number and take up no room; nodes are entries of the page directory, so no free page is touched to find one. Depth is about
/// 2 log n in expectation. Bins by size would be constant-time and not a best fit; a red-black tree needs a colour, a parent, and three
/// times the code.</para>
/// </remarks>
internal unsafe struct FreeTree
{
    private uint _root;

    public readonly bool IsEmpty => _root == 0;

    /// <summary>The smallest extent of at least <paramref name="pages"/>, the lowest of equals; 0 for none.</summary>
    public readonly uint BestFit(PageEntry* directory, uint pages)
    {
        uint best = 0;
        for (uint at = _root; at != 0;)
        {
            if (directory[at].Pages >= pages)
            {
                best = at;
                at = directory[at].Left;
            }
            else
            {
                at = directory[at].Right;
            }
        }

        return best;
    }

    /// <summary>The largest extent, 0 for none.</summary>
    public readonly uint Largest(PageEntry* directory)
    {
        uint at = _root;
        while (at != 0 && directory[at].Right != 0) at = directory[at].Right;
        return at;
    }

    public void Add(PageEntry* directory, uint extent)
    {
        ref uint link = ref _root;
        while (link != 0 && PriorityOf(link) >= PriorityOf(extent))
            link = ref IsBefore(directory, extent, link) ? ref directory[link].Left : ref directory[link].Right;

        // What hung here is split along the new node's key: smaller ones to its left, larger ones to its right.
        uint rest = link;
        link = extent;
        ref uint left = ref directory[extent].Left;
        ref uint right = ref directory[extent].Right;
        while (rest != 0)
        {
            if (IsBefore(directory, extent, rest))
            {
                right = rest;
                right = ref directory[rest].Left;
                rest = right;
            }
            else
            {
                left = rest;
                left = ref directory[rest].Right;
                rest = left;
            }
        }

        left = 0;
        right = 0;
    }

    public void Remove(PageEntry* directory, uint extent)
    {
        ref uint link = ref _root;
        while (link != extent)
            link = ref IsBefore(directory, extent, link) ? ref directory[link].Left : ref directory[link].Right;

        uint left = directory[extent].Left, right = directory[extent].Right;
        while (left != 0 && right != 0)
        {
            if (PriorityOf(left) >= PriorityOf(right))
            {
                link = left;
                link = ref directory[left].Right;
                left = link;
            }
            else
            {
                link = right;
                link = ref directory[right].Left;
                right = link;
            }
        }

        link = left | right;
    }

    /// <summary>Lists every extent, the smallest first; for validation.</summary>
    public readonly void AddTo(PageEntry* directory, List<uint> extents) => AddTo(directory, _root, extents);

    private static void AddTo(PageEntry* directory, uint at, List<uint> extents)
    {
        if (at == 0) return;
        AddTo(directory, directory[at].Left, extents);
        extents.Add(at);
        AddTo(directory, directory[at].Right, extents);
    }

    private static bool IsBefore(PageEntry* directory, uint a, uint b) =>
        directory[a].Pages != directory[b].Pages ? directory[a].Pages < directory[b].Pages : a < b;

    // A multiplication by an odd constant and a fold: neighbours in address are far apart in priority.
    private static uint PriorityOf(uint extent)
    {
        uint hash = extent * 0x9E3779B1;
        return (hash ^ hash >> 15) * 0x85EBCA77;
    }
}
