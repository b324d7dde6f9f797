using System.Runtime.CompilerServices;

namespace Slabwise.Pages;

/// <summary>The free extents of a heap by what is on their pages, in the order in which they are better not used.</summary>
[InlineArray(Count)]
internal struct FreeLists
{
    /// <summary>Extents without memory; those with muzzy pages but no dirty one; those with dirty pages.</summary>
    public const int Clean = 0, Muzzy = 1, Dirty = 2, Count = 3;

    private FreeExtents _first;
}
