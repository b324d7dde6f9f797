using System.Numerics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>How full slabs are, by groups of neighbours.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>Adds each slab's counts to its group.</summary>
    /// <param name="memory">The pool's memory; its bytes count only where there is any.</param>
    /// <param name="before">How many slabs come before this tier's first one.</param>
    /// <param name="first">The first slab of the first group, in that order.</param>
    /// <param name="end">One more than the last slab to look at.</param>
    /// <param name="slabsAGroup">Slabs of a group.</param>
    /// <param name="groups">The groups.</param>
    public void CountGroups(in SlabMemory memory, long before, long first, long end, long slabsAGroup, Span<SlabGroupCount> groups)
    {
        long lowest = _shift == 0 ? 1 : 0, skipped = Math.Max(0, first - before);
        var pages = _hasMemory ? new SlabPages(in memory) : default;
        long last = lowest + end - before;
        for (long from = lowest + skipped; from < Math.Min(last, Volatile.Read(in Frontier)); from += LookedAtOnce)
        {
            _gate.Enter();
            for (long slab = from; slab < Math.Min(Math.Min(from + LookedAtOnce, last), Frontier); slab++)
            {
                ref SlabGroupCount counts = ref groups[(int)((before + slab - lowest - first) / slabsAGroup)];
                counts.Slabs++;
                counts.Slots += CapacityOf(slab);
                counts.Used += CapacityOf(slab) - _freeOf[slab];
                if (!_hasMemory) continue;
                counts.Bytes += pages.Count * pages.Bytes;
                counts.Resident += BitOperations.PopCount(pages.All & ~_pages[slab].Gone) * pages.Bytes;
            }

            _gate.Exit();
        }
    }
}

/// <summary>What a group of slabs holds.</summary>
internal struct SlabGroupCount
{
    public long Slabs, Slots, Used, Bytes, Resident;
}
