using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>The side arrays: one block of bookkeeping memory for all four, replaced by one twice as large when slabs outgrow it.</content>
internal unsafe partial struct SlabTier
{
    // Under the gate, as every reader of the arrays is.
    private bool TryMapUpTo(long slab)
    {
        if (slab < _mapped) return true;
        long slabs = Math.Min(_maxSlabs, Math.Max(slab + 1, _mapped * 2));
        byte* block = MetadataHeap.TryAlloc(MapBytes(slabs));
        if (block is null) return false;

        ulong* freeBits = _freeBits, partial = _partial, discarded = _discarded;
        ushort* freeOf = _freeOf;
        long before = _mapped;
        Place(block, slabs);
        if (before > 0)
        {
            Copy(freeBits, _freeBits, BitBytes(before << _shift));
            Copy(partial, _partial, BitBytes(before));
            Copy(discarded, _discarded, BitBytes(before));
            Copy(freeOf, _freeOf, before * sizeof(ushort));
            MetadataHeap.Free(freeBits, MapBytes(before));
        }

        return true;
    }

    private void Place(byte* block, long slabs)
    {
        _mapped = slabs;
        _freeBits = (ulong*)block;
        _partial = (ulong*)(block + BitBytes(slabs << _shift));
        _discarded = (ulong*)((byte*)_partial + BitBytes(slabs));
        _freeOf = (ushort*)((byte*)_discarded + BitBytes(slabs));
    }

    private readonly void FreeMaps()
    {
        if (_mapped > 0) MetadataHeap.Free(_freeBits, MapBytes(_mapped));
    }

    private readonly long MapBytes(long slabs) => BitBytes(slabs << _shift) + 2 * BitBytes(slabs) + slabs * sizeof(ushort);

    private static long BitBytes(long bits) => (bits + 63) / 64 * sizeof(ulong);

    private static void Copy(void* from, void* to, long bytes) => Buffer.MemoryCopy(from, to, bytes, bytes);
}
