using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Giving the pages of empty slabs back.</content>
internal unsafe partial struct SlabTier
{
    private const int DiscardBatch = 16;

    /// <summary>Gives back the pages of empty slabs, the highest first, until <paramref name="keep"/> remain; says how many bytes.</summary>
    public long DiscardEmpty(ref SlabMemory memory, long keep)
    {
        if (!memory.IsRange) return 0;
        long bytes = 0;
        long* batch = stackalloc long[DiscardBatch];
        while (true)
        {
            // Out of the partial set while the system call runs, so that nobody rents from a slab whose pages are going.
            _gate.Enter();
            int count = CollectEmpty(batch, keep);
            _gate.Exit();
            if (count == 0) return bytes;
            long given = DiscardBatchOf(ref memory, batch, count);
            if (given == 0) return bytes;
            bytes += given;
        }
    }

    // A sixteenth of the slabs and never fewer than sixteen: a busy edge moves between them without a system call.
    private readonly long KeptEmpty() => Math.Max(16, Frontier / 16);

    private int CollectEmpty(long* batch, long keep)
    {
        int count = 0;
        for (long slab = Frontier - 1; slab >= 0 && EmptySlabs > keep && count < DiscardBatch; slab--)
        {
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
