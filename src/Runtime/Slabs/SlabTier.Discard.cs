using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Giving the pages of empty slabs back.</content>
internal unsafe partial struct SlabTier
{
    private const int DiscardBatch = 16;

    /// <summary>Gives back the pages of as many slabs as were empty all the time since the last call; true where empty ones remain.</summary>
    /// <remarks>Not when a slab becomes empty: a loop of 300,000 rents and returns gave all of its pages up in every round and faulted them in
    /// again, at 45 ns a rent instead of 10.</remarks>
    public bool DiscardLongEmpty(ref SlabMemory memory)
    {
        if (!_hasMemory || !memory.IsRange) return false;
        _gate.Enter();
        long keep = EmptySlabs - Math.Min(_fewestEmpty, EmptySlabs);
        _fewestEmpty = EmptySlabs;
        _gate.Exit();
        DiscardEmpty(ref memory, keep);
        return EmptySlabs > 0;
    }

    /// <summary>Gives back the pages of empty slabs, the highest first, until <paramref name="keep"/> remain; says how many bytes.</summary>
    public long DiscardEmpty(ref SlabMemory memory, long keep)
    {
        if (!memory.IsRange) return 0;
        long bytes = 0, below = Frontier;
        long* batch = stackalloc long[DiscardBatch];
        while (true)
        {
            // Out of the partial set while the system call runs, so that nobody rents from a slab whose pages are going.
            _gate.Enter();
            int count = CollectEmpty(batch, keep, ref below);
            _gate.Exit();
            if (count == 0) return bytes;
            long given = DiscardBatchOf(ref memory, batch, count);
            if (given == 0) return bytes;
            bytes += given;
        }
    }

    private int CollectEmpty(long* batch, long keep, ref long below)
    {
        int count = 0;
        while (below > 0 && EmptySlabs > keep && count < DiscardBatch)
        {
            long slab = --below;
            if (!Has(_partial, slab) || Has(_discarded, slab) || _freeOf[slab] != CapacityOf(slab)) continue;
            Remove(_partial, slab);
            EmptySlabs--;
            batch[count++] = slab;
        }

        return count;
    }

    private long DiscardBatchOf(ref SlabMemory memory, long* batch, int count)
    {
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            bool given = memory.Discard(batch[i]);
            if (given) bytes += memory.SlabBytes;
            _gate.Enter();
            AddPartial(batch[i]);
            if (given)
            {
                Add(_discarded, batch[i]);
                DiscardedSlabs++;
                Discards++;
            }
            else
            {
                EmptySlabs++;
            }

            _gate.Exit();
        }

        PageHeap.AddResident(-bytes);
        return bytes;
    }
}
