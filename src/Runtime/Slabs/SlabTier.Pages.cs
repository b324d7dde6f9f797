using System.Numerics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Pages that come into use, and which of them are free.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>The pages of a slab on which no slot is used.</summary>
    private readonly uint FreePages(in PageBounds bounds, long slab)
    {
        if (IsEmpty(slab)) return bounds.All;
        long first = slab << _shift;
        if (first + (1L << _shift) > _virgin || slab == 0) return FreePagesOfEdge(bounds, first);
        uint free = 0;
        ulong* bits = _freeBits + (first >> 6);
        if (bounds.IsWordAPage)
        {
            for (int page = 0; page < bounds.Count; page++) free |= (bits[page] == ulong.MaxValue ? 1u : 0) << page;
            return free;
        }

        int shift = (int)(first & 63);    // slabs of fewer than 64 slots share a word
        for (int page = 0; page < bounds.Count; page++)
        {
            if (AreSet(bits, bounds.First(page) + shift, bounds.End(page) + shift)) free |= 1u << page;
        }

        return free;
    }

    // The last slab, where slots from _virgin on have no bits, and the first, where slot 0 has none: it is never used.
    private readonly uint FreePagesOfEdge(in PageBounds bounds, long first)
    {
        uint free = 0;
        for (int page = 0; page < bounds.Count; page++)
        {
            long slot = Math.Max(first + bounds.First(page), 1), end = Math.Min(first + bounds.End(page), _virgin);
            if (slot >= end || AreSet(_freeBits, slot, end)) free |= 1u << page;
        }

        return free;
    }

    private static bool AreSet(ulong* bits, long first, long end)
    {
        long word = first >> 6, last = (end - 1) >> 6;
        ulong missing = ~bits[word] >> (int)(first & 63) << (int)(first & 63);
        while (word < last)
        {
            if (missing != 0) return false;
            missing = ~bits[++word];
        }

        return missing << (int)(-end & 63) == 0;
    }

    // Makes the pages resident on which the pool's next slots lie: as many as the caller wants, or just enough for one.
    private bool TryWarm(ref SlabMemory memory, int wanted)
    {
        long slab = LowestIn(_partial, ref _lowestPartialWord);
        if (slab < 0 && !TryExtend(ref memory, out slab)) return false;
        long slot = LowestFree(slab);
        if (!TryReach(slot)) return false;
        if (_hasMemory && !TryTouch(ref memory, slab, (int)(slot - (slab << _shift)), wanted)) return false;
        AddTo(_partial + SetWords, ref _lowestWarmWord, slab);
        return true;
    }

    private bool TryTouch(ref SlabMemory memory, long slab, int slot, int wanted)
    {
        var pages = new SlabPages(in memory);
        if (!memory.TryBack(slab)) return false;
        if (TryTouch(pages, slab, pages.Of(slot, Math.Min(slot + wanted, pages.Slots)))) return true;
        return wanted > 1 && TryTouch(pages, slab, pages.Of(slot, slot + 1));
    }

    private bool TryTouch(in SlabPages pages, long slab, uint wanted)
    {
        ref PageStates states = ref _pages[slab];
        uint touched = wanted & states.Gone;
        if (touched == 0) return true;
        if (!PageHeap.TryAddResident(BitOperations.PopCount(touched) * pages.Bytes)) return false;
        if (states.Gone == pages.All && IsEmpty(slab))
        {
            DiscardedSlabs--;
            EmptySlabs++;
        }

        states.Gone &= ~touched;
        _resident += BitOperations.PopCount(touched);
        return true;
    }

    // Slots on pages that are there: first those on dirty pages, then those on muzzy ones, which are in use afterwards.
    private int TakeResident(in SlabPages pages, long slab, uint* destination, int count)
    {
        ref PageStates states = ref _pages[slab];
        int taken = TakeOn(pages, slab, pages.All & ~(states.Gone | states.Muzzy), destination, count);
        if (states.Muzzy == 0) return taken;
        if (taken < count) taken += TakeOn(pages, slab, pages.All & ~states.Gone, destination + taken, count - taken);
        for (int i = 0; i < taken; i++)
        {
            int slot = (int)(destination[i] - (slab << _shift));
            states.Muzzy &= ~pages.Of(slot, slot + 1);
        }

        return taken;
    }

    private int TakeOn(in SlabPages pages, long slab, uint from, uint* destination, int count)
    {
        long first = slab << _shift;
        int taken = 0;
        while (from != 0 && taken < count)
        {
            int page = BitOperations.TrailingZeroCount(from), end = page + BitOperations.TrailingZeroCount(~(from >> page));
            taken += TakeRange(first + pages.FirstFrom(page), first + pages.EndBefore(end), destination + taken, count - taken);
            from &= ~SlabPages.Range(page, end);
        }

        return taken;
    }

    private readonly long LowestFree(long slab)
    {
        long first = slab << _shift, end = first + (1L << _shift);
        for (long word = first >> 6; word << 6 < Math.Min(end, _mappedSlots); word++)
        {
            ulong bits = _freeBits[word] & MaskOf(first, end, word);
            if (bits != 0) return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return Math.Max(_virgin, first);
    }

    // Sees to it that a slot has a bit, or is the next that gets one. Slots that are passed by, in slabs that a purge holds, are free.
    private bool TryReach(long slot)
    {
        if (slot < _virgin) return true;
        if (!TryMapSlot(slot)) return false;
        for (; _virgin < slot; _virgin++) _freeBits[_virgin >> 6] |= 1UL << (int)(_virgin & 63);
        return true;
    }
}
