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
            _fewestEmpty = Math.Min(_fewestEmpty, EmptySlabs);
            SetBits(slab, free: false);
            _freeOf[slab] = 0;
            Remove(_partial, slab);
            Used += CapacityOf(slab);
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

    /// <summary>Gives back the pages of as many slabs as were empty all the time since the last call; true where empty ones remain.</summary>
    /// <remarks>Not when a slab comes back: slabs come back whole here, so a loop of 300,000 rents and returns gave all of its pages up in
    /// every round and faulted them in again, at 45 ns a rent instead of 10.</remarks>
    public bool DiscardLongEmpty(ref SlabMemory memory)
    {
        if (!_hasMemory) return false;
        _gate.Enter();
        long keep = EmptySlabs - Math.Min(_fewestEmpty, EmptySlabs);
        _fewestEmpty = EmptySlabs;
        _gate.Exit();
        DiscardEmpty(ref memory, keep);
        return memory.IsRange && EmptySlabs > 0;
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
