using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Whole slabs, for pools whose threads own them: out of the tier, all of a slab's slots are used.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>Takes the lowest wholly free slab that holds pages, else the lowest; -1 where memory has run out.</summary>
    /// <remarks>All of its pages count as resident from here on: nobody says when its owner first touches one.</remarks>
    public long TakeSlab(ref SlabMemory memory)
    {
        var spin = default(SpinWait);
        _gate.Enter();
        long slab;
        while ((slab = TakeSlabInside(ref memory)) < 0 && WaitForHeld(ref spin)) { }
        _gate.Exit();
        return slab;
    }

    /// <summary>Gives a slab back whose slots are all free.</summary>
    public void GiveSlab(ref SlabMemory memory, long slab)
    {
        _gate.Enter();
        SetBits(slab, free: true);
        _freeOf[slab] = (ushort)CapacityOf(slab);
        EmptySlabs++;
        AddTo(_partial, ref _lowestPartialWord, slab);
        AddTo(_partial + SetWords, ref _lowestWarmWord, slab);
        Used -= CapacityOf(slab);
        bool stirs = Stir();
        _gate.Exit();
        if (!_hasMemory) return;
        if (DecaySettings.DirtyMs == 0)
        {
            uint slot = (uint)Math.Max(1, slab << _shift);
            PurgeSlabsOf(ref memory, &slot, 1);
        }

        if (stirs) Housekeeper.Wake();
    }

    private long TakeSlabInside(ref SlabMemory memory)
    {
        long slab = LowestIn(_partial + SetWords, ref _lowestWarmWord);
        if (slab < 0) slab = LowestIn(_partial, ref _lowestPartialWord);
        if ((slab < 0 && !TryExtend(ref memory, out slab)) || !TryMapWhole(slab)) return -1;
        Check.Internal(IsEmpty(slab), "a pool whose threads own slabs has none in parts");
        if (_hasMemory && (!memory.TryBack(slab) || !TryTouch(new SlabPages(in memory), slab, uint.MaxValue))) return -1;
        _pages[slab].Muzzy = 0;
        EmptySlabs--;
        SetBits(slab, free: false);
        _freeOf[slab] = 0;
        Remove(_partial, slab);
        Remove(_partial + SetWords, slab);
        Add(_partial + 2 * SetWords, slab);
        Used += CapacityOf(slab);
        if (Used > PeakUsed) PeakUsed = Used;
        return slab;
    }

    private bool TryMapWhole(long slab)
    {
        long end = (slab + 1) << _shift;
        if (!TryReach(slab << _shift) || !TryMapSlot(end - 1)) return false;
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
