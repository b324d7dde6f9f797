using System.Numerics;

namespace Slabwise.Slabs;

/// <content>The walk that holds the equations.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>Walks every slab and holds the equations above; throws where one fails.</summary>
    public void Validate(string pool)
    {
        _gate.Enter();
        try
        {
            long used = 0, empty = 0, discarded = 0;
            for (long slab = _shift == 0 ? 1 : 0; slab < Frontier; slab++)
            {
                int free = CountFree(slab);
                Require(free == _freeOf[slab], pool, $"slab {slab} counts {_freeOf[slab]} free slots but has {free} free bits");
                Require(Has(_partial, slab) == free > 0, pool, $"slab {slab} with {free} free slots is {(Has(_partial, slab) ? "" : "not ")}in the partial set");
                used += CapacityOf(slab) - free;
                if (Has(_discarded, slab)) discarded++;
                else if (free == CapacityOf(slab)) empty++;
            }

            Require(used == Used, pool, $"{Used} slots are said to be used, {used} are");
            Require(empty == EmptySlabs, pool, $"{EmptySlabs} slabs are said to be empty, {empty} are");
            Require(discarded == DiscardedSlabs, pool, $"{DiscardedSlabs} slabs are said to be discarded, {discarded} are");
        }
        finally
        {
            _gate.Exit();
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
