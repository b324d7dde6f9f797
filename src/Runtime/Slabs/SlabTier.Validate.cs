using System.Numerics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>The walk that holds the equations.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>Walks every slab and holds the equations above; throws where one fails. While no purge runs.</summary>
    public void Validate(string pool, in SlabMemory memory)
    {
        var pages = _hasMemory ? new SlabPages(memory) : default;
        _gate.Enter();
        try
        {
            long used = 0, empty = 0, discarded = 0, resident = 0;
            for (long slab = _shift == 0 ? 1 : 0; slab < Frontier; slab++)
            {
                int free = CountFree(slab);
                Require(free == _freeOf[slab], pool, $"slab {slab} counts {_freeOf[slab]} free slots but has {free} free bits");
                Require(Has(_partial, slab) == free > 0, pool, $"slab {slab} with {free} free slots is {(Has(_partial, slab) ? "" : "not ")}in the partial set");
                used += CapacityOf(slab) - free;
                bool isGone = _hasMemory && _pages[slab].Gone == pages.All;
                if (free == CapacityOf(slab) && isGone) discarded++;
                else if (free == CapacityOf(slab)) empty++;
                if (!_hasMemory) continue;
                ValidatePages(pool, pages, slab);
                resident += BitOperations.PopCount(pages.All & ~_pages[slab].Gone);
            }

            Require(used == Used, pool, $"{Used} slots are said to be used, {used} are");
            Require(empty == EmptySlabs, pool, $"{EmptySlabs} slabs are said to be empty, {empty} are");
            Require(discarded == DiscardedSlabs, pool, $"{DiscardedSlabs} slabs are said to be discarded, {discarded} are");
            Require(resident == _resident, pool, $"{_resident} pages are said to be resident, {resident} are");
            Require(_held == 0, pool, $"{_held} slabs are said to be held by a purge");
        }
        finally
        {
            _gate.Exit();
        }
    }

    private readonly void ValidatePages(string pool, in SlabPages pages, long slab)
    {
        PageStates states = _pages[slab];
        uint free = FreePages(new PageBounds(pages), slab);
        Require((states.Gone & states.Muzzy) == 0, pool, $"slab {slab} has pages that are gone and muzzy ({states.Gone:x}, {states.Muzzy:x})");
        Require(((states.Gone | states.Muzzy) & ~free) == 0, pool, $"slab {slab} has used slots on pages that are gone or muzzy ({states.Gone:x}, {states.Muzzy:x}; free are {free:x})");
        Require(!Has(_partial + SetWords, slab) || Has(_partial, slab), pool, $"slab {slab} is warm but not partial");
        if (Has(_partial + SetWords, slab)) return;
        for (int slot = slab == 0 ? 1 : 0; slot < pages.Slots; slot++)
        {
            bool isCold = !IsFree((uint)((slab << _shift) + slot)) || (pages.Of(slot, slot + 1) & states.Gone) != 0;
            Require(isCold, pool, $"slab {slab} is not warm, but its slot {slot} is free on a page that is there");
        }
    }

    private static void Require(bool holds, string pool, string claim)
    {
        if (!holds) throw new InvalidOperationException($"Pool {pool}: {claim}.");
    }

    private readonly int CountFree(long slab)
    {
        long first = slab << _shift, end = first + (1L << _shift);
        int free = (int)Math.Clamp(end - _virgin, 0, end - first);
        end = Math.Min(end - free, _mappedSlots);
        for (long word = first >> 6; word << 6 < end; word++)
            free += BitOperations.PopCount(_freeBits[word] & MaskOf(first, end, word));
        return free;
    }
}
