using System.Numerics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>What the pages are.</content>
internal unsafe partial struct SlabTier
{
    // A take waits for this many slabs: a few microseconds if all of them are in parts.
    private const int SlabsCountedAtOnce = 32;

    /// <summary>What the committed pages are, in bytes; zeros for a tier without memory.</summary>
    /// <remarks>Each slab's are counted in one look, and what is retained is the rest of what is mapped: so the parts add up whatever moves
    /// meanwhile. Pages of slabs that threads own all count as active.</remarks>
    public PageCounts Count(ref SlabMemory memory)
    {
        if (!_hasMemory) return default;
        var pages = new PageBounds(new SlabPages(in memory));
        long active = 0, dirty = 0, muzzy = 0;
        for (long slab = _shift == 0 ? 1 : 0; slab < Volatile.Read(in Frontier);)
        {
            _gate.Enter();
            for (long end = Math.Min(Frontier, slab + SlabsCountedAtOnce); slab < end; slab++)
            {
                PageStates states = _pages[slab];
                uint resident = pages.All & ~states.Gone, free = _freeOf[slab] == 0 ? 0 : FreePages(pages, slab) & resident;
                active += BitOperations.PopCount(resident & ~free);
                dirty += BitOperations.PopCount(free & ~states.Muzzy);
                muzzy += BitOperations.PopCount(free & states.Muzzy);
            }

            _gate.Exit();
        }

        long counted = (active + dirty + muzzy) * pages.Pages.Bytes;
        return new PageCounts(active * pages.Pages.Bytes, dirty * pages.Pages.Bytes, muzzy * pages.Pages.Bytes, Math.Max(0, memory.MappedBytes - counted));
    }
}
