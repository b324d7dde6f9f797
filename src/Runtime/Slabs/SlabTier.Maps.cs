using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>The side arrays: one block of bookkeeping memory for what is kept a slot and one for what is kept a slab, each replaced by one
/// twice as large when it is outgrown.</content>
internal unsafe partial struct SlabTier
{
    private const int FirstSlots = 512;

    /// <summary>Bytes of bookkeeping held.</summary>
    public readonly long MapBytes =>
        (_mappedSlots == 0 ? 0 : MetadataHeap.SizeOf(BitBytes(_mappedSlots))) + (_mappedSlabs == 0 ? 0 : MetadataHeap.SizeOf(SlabBytes(_mappedSlabs)));

    // Both under the gate, as every reader of the arrays is.
    private bool TryMapSlot(long slot)
    {
        if (slot < _mappedSlots) return true;
        long slots = Math.Max(FirstSlots, Math.Max((slot + 64) & ~63L, _mappedSlots * 2));
        var bits = (ulong*)MetadataHeap.TryAlloc(BitBytes(slots));
        if (bits is null) return false;
        if (_mappedSlots > 0)
        {
            Copy(_freeBits, bits, BitBytes(_mappedSlots));
            MetadataHeap.Free(_freeBits, BitBytes(_mappedSlots));
        }

        _freeBits = bits;
        _mappedSlots = slots;
        return true;
    }

    private bool TryMapSlab(long slab)
    {
        if (slab < _mappedSlabs) return true;
        long before = _mappedSlabs, slabs = Math.Max(slab + 1, before * 2);
        byte* block = MetadataHeap.TryAlloc(SlabBytes(slabs));
        if (block is null) return false;

        ulong* partial = _partial, discarded = _discarded;
        ushort* freeOf = _freeOf;
        _mappedSlabs = slabs;
        _partial = (ulong*)block;
        _discarded = (ulong*)(block + BitBytes(slabs));
        _freeOf = (ushort*)(block + 2 * BitBytes(slabs));
        if (before > 0)
        {
            Copy(partial, _partial, BitBytes(before));
            Copy(discarded, _discarded, BitBytes(before));
            Copy(freeOf, _freeOf, before * sizeof(ushort));
            MetadataHeap.Free(partial, SlabBytes(before));
        }

        return true;
    }

    private readonly void FreeMaps()
    {
        if (_mappedSlots > 0) MetadataHeap.Free(_freeBits, BitBytes(_mappedSlots));
        if (_mappedSlabs > 0) MetadataHeap.Free(_partial, SlabBytes(_mappedSlabs));
    }

    private static long SlabBytes(long slabs) => 2 * BitBytes(slabs) + slabs * sizeof(ushort);

    private static long BitBytes(long bits) => (bits + 63) / 64 * sizeof(ulong);

    private static void Copy(void* from, void* to, long bytes) => Buffer.MemoryCopy(from, to, bytes, bytes);
}
