using System.Runtime.CompilerServices;
using Slabwise.Shared;

namespace Slabwise.Pages;

/// <content>Who has an extent: its user, or a cache.</content>
/// <remarks>The states lie apart from the directory so that the way through a cache reads a byte a block and no entry; and so that this way may be plain
/// loads and stores: where two threads free one block in the same moment, the later store of the one hits no entry that the other has made free
/// meanwhile. Entries changed by compare-exchange would tell the second at once, instead of whoever gets the block next.</remarks>
internal unsafe partial struct ExtentHeap
{
    // 1 to 64: a user has it, and it is of that one of the lengths that are cached, less one. Other: of no such length, or sampled. With the bit: a cache has it.
    private const byte Other = 127, Cached = 128;

    /// <summary>Marks a live extent as one that lies in a cache; says which of <see cref="ExtentSizes"/> it has, or -1 where it is not live or of none of them.</summary>
    /// <param name="states">The heap's <see cref="States"/>: callers fold them into their code.</param>
    /// <param name="page">The extent.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TryCache(byte* states, uint page)
    {
        uint size = states[page] - 1u;
        if (size >= ExtentSizes.Count) return -1;
        states[page] = (byte)(size + 1 | Cached);
        return (int)size;
    }

    /// <summary>Makes an extent from a cache a user's again; false where it came into the cache twice, or was freed past it in a race.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryUncache(byte* states, PageEntry* directory, uint page, int size)
    {
        if (states[page] != (byte)(size + 1 | Cached) || directory[page].Kind != PageKind.Live) return false;
        states[page] = (byte)(size + 1);
        return true;
    }

    /// <summary>Gives an extent back that a cache has; false where it is not in one any more.</summary>
    public bool TryFreeCached(uint page) => TryFree(page, cached: true);

    private readonly bool IsCached(uint page) => page < Frontier && Directory[page].Kind == PageKind.Live && States[page] >= Cached;

    /// <summary>Has a live extent freed past the cache, so that somebody is told of it.</summary>
    public void MarkSampled(uint page) => States[page] = Other;

    private void MarkLive(uint page)
    {
        States[page] = StateFor(page);
        LiveExtents++;
    }

    // Pages that were moved lie in a mapping of their own, which has to go when they are freed.
    private readonly byte StateFor(uint page)
    {
        PageEntry entry = Directory[page];
        return ExtentSizes.IsExact(entry.Pages) && !entry.IsMoved ? (byte)(ExtentSizes.Of(entry.Pages) + 1) : Other;
    }
}
