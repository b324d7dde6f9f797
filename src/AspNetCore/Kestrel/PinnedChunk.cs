using System.Numerics;
using System.Runtime.InteropServices;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>An array that no collection moves, and 64 blocks in it, each of whole pages.</summary>
/// <remarks>A block of its own array would share its pages with neighbours, and could not give them back.</remarks>
internal sealed class PinnedChunk
{
    private const int Blocks = 64;

    private readonly byte[] _array = GC.AllocateUninitializedArray<byte>((Blocks + 1) * PinnedBlock.Bytes, pinned: true);
    private readonly int _first;
    private ulong _free = ulong.MaxValue;

    public PinnedChunk() => _first = (int)(-AddressOf(0) & (PinnedBlock.Bytes - 1));

    public bool IsFull => _free == 0;

    public bool IsEmpty => _free == ulong.MaxValue;

    /// <summary>Takes the lowest block, so that higher ones empty; there must be one.</summary>
    public int Take()
    {
        int block = BitOperations.TrailingZeroCount(_free);
        _free &= _free - 1;
        return block;
    }

    public void GiveBack(int block) => _free |= 1UL << block;

    public Memory<byte> MemoryOf(int block) => MemoryMarshal.CreateFromPinnedArray(_array, OffsetOf(block), PinnedBlock.Bytes);

    public void Discard(int block) => IdlePages.Discard(AddressOf(OffsetOf(block)), PinnedBlock.Bytes);

    private int OffsetOf(int block) => _first + block * PinnedBlock.Bytes;

    private nint AddressOf(int offset) => Marshal.UnsafeAddrOfPinnedArrayElement(_array, offset);
}
