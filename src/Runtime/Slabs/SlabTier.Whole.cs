using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Whole slabs, for pools whose threads own them: out of the tier, all of a slab's slots are used.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>Takes the lowest wholly free slab; -1 where memory has run out.</summary>
    public long TakeSlab(ref SlabMemory memory)
    {
        _gate.Enter();
        long slab = LowestPartial();
        if ((slab >= 0 || TryExtend(ref memory, out slab)) && TryMapWhole(slab))
        {
            Check.Internal(_freeOf[slab] == CapacityOf(slab), "a pool whose threads own slabs has none in parts");
            LeaveEmpty(ref memory, slab);
            SetBits(slab, free: false);
            _freeOf[slab] = 0;
            Remove(_partial, slab);
            Used += CapacityOf(slab);
            if (Used > PeakUsed) PeakUsed = Used;
        }
        else
        {
            slab = -1;
        }

        _gate.Exit();
        return slab;
    }

    /// <summary>Gives a slab back whose slots are all free. Its pages stay until <see cref="DiscardLongEmpty"/>.</summary>
    public void GiveSlab(long slab)
    {
        _gate.Enter();
        SetBits(slab, free: true);
        _freeOf[slab] = (ushort)CapacityOf(slab);
        EmptySlabs++;
        AddPartial(slab);
        Used -= CapacityOf(slab);
        _gate.Exit();
    }

    private bool TryMapWhole(long slab)
    {
        long end = (slab + 1) << _shift;
        if (!TryMapSlot(end - 1)) return false;
        _virgin = Math.Max(_virgin, end);
        return true;
    }

    private readonly void SetBits(long slab, bool free)
    {
        long first = slab << _shift, end = first + (1L << _shift);
        for (long word = first >> 6; word << 6 < end; word++)
        {
            ulong mask = MaskOf(first, end, word);
            if (word == 0) mask &= ~1UL;    // slot 0 is never handed out
            _freeBits[word] = free ? _freeBits[word] | mask : _freeBits[word] & ~mask;
        }
    }
}
