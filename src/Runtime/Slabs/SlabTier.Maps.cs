using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>The side arrays: one block of bookkeeping memory for what is kept a slot and one for what is kept a slab, each replaced by one
/// twice as large when it is outgrown.</content>
internal unsafe partial struct SlabTier
{
    private const int FirstSlots = 512, Sets = 3;

    /// <summary>Bytes of bookkeeping held.</summary>
    public readonly long MapBytes =>
        (_mappedSlots == 0 ? 0 : MetadataHeap.SizeOf(BitBytes(_mappedSlots))) + (_mappedSlabs == 0 ? 0 : MetadataHeap.SizeOf(SlabBytes(_mappedSlabs)))
        + (_decay is null ? 0 : MetadataHeap.SizeOf(sizeof(SlabDecay)));

    // Both under the gate, as every reader of the arrays is.
    private bool TryMapSlot(long slot)
    {
        if (slot < _mappedSlots) return true;
        long slots = Math.Max(FirstSlots, Math.Max((slot + 64) & ~63L, _mappedSlots * 2));
        var bits = (ulong*)MetadataHeap.TryAlloc(BitBytes(slots), _node);
        if (bits is null) return false;
        if (_mappedSlots > 0)
        {
            Copy(_freeBits, bits, BitBytes(_mappedSlots));
            MetadataHeap.Free(_freeBits, BitBytes(_mappedSlots), _node);
        }

        _freeBits = bits;
        _mappedSlots = slots;
        return true;
    }

    private bool TryMapSlab(long slab)
    {
        if (slab < _mappedSlabs) return true;
        long before = _mappedSlabs, slabs = Math.Max(slab + 1, before * 2);
        byte* block = MetadataHeap.TryAlloc(SlabBytes(slabs), _node);
        if (block is null) return false;

        ulong* sets = _partial;
        PageStates* pages = _pages;
        ushort* freeOf = _freeOf;
        _mappedSlabs = slabs;
        _partial = (ulong*)block;
        _pages = (PageStates*)(block + Sets * BitBytes(slabs));
        _freeOf = (ushort*)(_pages + slabs);
        if (before > 0)
        {
            for (int set = 0; set < Sets; set++) Copy(sets + set * (BitBytes(before) / sizeof(ulong)), _partial + set * SetWords, BitBytes(before));
            Copy(pages, _pages, before * sizeof(PageStates));
            Copy(freeOf, _freeOf, before * sizeof(ushort));
            MetadataHeap.Free(sets, SlabBytes(before), _node);
        }

        return true;
    }

    private readonly void FreeMaps()
    {
        if (_mappedSlots > 0) MetadataHeap.Free(_freeBits, BitBytes(_mappedSlots), _node);
        if (_mappedSlabs > 0) MetadataHeap.Free(_partial, SlabBytes(_mappedSlabs), _node);
        if (_decay is not null) MetadataHeap.Free(_decay, sizeof(SlabDecay), _node);
    }

    private readonly long SetWords => BitBytes(_mappedSlabs) / sizeof(ulong);

    private static long SlabBytes(long slabs) => Sets * BitBytes(slabs) + slabs * (sizeof(PageStates) + sizeof(ushort));

    private static long BitBytes(long bits) => (bits + 63) / 64 * sizeof(ulong);

    private static void Copy(void* from, void* to, long bytes) => Buffer.MemoryCopy(from, to, bytes, bytes);
}
