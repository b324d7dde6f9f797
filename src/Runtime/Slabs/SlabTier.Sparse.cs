namespace Slabwise.Slabs;

/// <content>Slabs that hold little, and the peak.</content>
internal unsafe partial struct SlabTier
{
    // Some microseconds under the gate.
    private const int LookedAtOnce = 4096;

    /// <summary>Slabs in use of which no more than a quarter is, and their free slots: what a few survivors hold.</summary>
    public SparseCounts CountSparse()
    {
        var counts = new SparseCounts();
        for (long from = _shift == 0 ? 1 : 0; from < Volatile.Read(ref Frontier); from += LookedAtOnce)
        {
            _gate.Enter();
            for (long slab = from; slab < Math.Min(from + LookedAtOnce, Frontier); slab++)
            {
                int capacity = CapacityOf(slab), free = _freeOf[slab];
                if (free == capacity || free * 4 < capacity * 3) continue;
                counts.Slabs++;
                counts.FreeSlots += free;
            }

            _gate.Exit();
        }

        return counts;
    }

    /// <summary>Starts the peak anew from what is out now.</summary>
    public void ResetPeak()
    {
        _gate.Enter();
        PeakUsed = Used;
        _gate.Exit();
    }
}

/// <summary>Slabs that hold little, and how many of their slots are free.</summary>
internal struct SparseCounts
{
    public long Slabs, FreeSlots;
}
