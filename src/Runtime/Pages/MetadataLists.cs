using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using Slabwise.Os;

namespace Slabwise.Pages;

/// <summary>The small blocks of <see cref="MetadataHeap"/> that lie on one memory node, or anywhere: a list of freed ones for each size, and a chunk
/// that new ones are carved from.</summary>
/// <remarks><c>handed out + listed + tail == carved</c>. Made for a node when a block is first asked for there.</remarks>
internal sealed unsafe class MetadataLists(MemoryNode node)
{
    private const int Granule = 64, FineBytes = 1024, ChunkBytes = 256 * 1024, PageBytes = 4096;
    private const int Lists = FineBytes / Granule + 1 + 6;

    /// <summary>The largest block that is listed, in bytes.</summary>
    public const int LargestListed = 64 * 1024;

    [SuppressMessage("Slabwise.Ownership", "SLAB112", Justification = "Lists are made once a memory node and stay as long as the process.")]
    private readonly nint* _free = (nint*)NativeMemory.AllocZeroed(Lists, (nuint)sizeof(nint));
    private SpinGate _gate;
    private byte* _next, _end;

    /// <summary>What a block of so many bytes takes up, up to <see cref="LargestListed"/>.</summary>
    public static long SizeOf(long bytes) => bytes > FineBytes
        ? (long)BitOperations.RoundUpToPowerOf2((ulong)bytes)
        : (Math.Max(bytes, 1) + Granule - 1) & ~(Granule - 1L);

    /// <summary>Hands out a zeroed block; null where the system has no memory left.</summary>
    /// <param name="size">What <see cref="SizeOf"/> says.</param>
    public byte* TryTake(int size)
    {
        _gate.Enter();
        ref nint head = ref _free[ListOf(size)];
        var block = (byte*)head;
        bool isFresh = block is null;
        if (isFresh) block = Carve(size);
        else head = *(nint*)block;
        _gate.Exit();

        // Fresh blocks are zero, and untouched pages of a large one should stay so.
        if (!isFresh) new Span<byte>(block, size).Clear();
        return block;
    }

    public void Give(void* block, int size)
    {
        _gate.Enter();
        ref nint head = ref _free[ListOf(size)];
        *(nint*)block = head;
        head = (nint)block;
        _gate.Exit();
    }

    private static int ListOf(int size) => size <= FineBytes
        ? size / Granule
        : FineBytes / Granule + BitOperations.Log2((uint)size / FineBytes);

    private byte* Carve(int size)
    {
        // Where a whole chunk is refused, the block's own pages may still be had: under ulimit -v the last megabytes are many small pieces.
        if (size > _end - _next && !TryMapChunk(ChunkBytes) && !TryMapChunk((size + PageBytes - 1) & -PageBytes)) return null;
        byte* block = _next;
        _next += size;
        return block;
    }

    // The tail of the chunk before is given up, but not for one that cannot be had.
    private bool TryMapChunk(int bytes)
    {
        var chunk = (byte*)PageHeap.MapSideArray(bytes);
        if (chunk is null) return false;
        node.Bind((nint)chunk, bytes);
        _next = chunk;
        _end = chunk + bytes;
        return true;
    }
}
