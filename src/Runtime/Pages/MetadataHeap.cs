using System.Numerics;
using System.Runtime.InteropServices;

namespace Slabwise.Pages;

/// <summary>Small blocks for the tiers' own bookkeeping: CPU blocks, batches, slot maps, pool state. Never inside a slab, so that
/// a user's stray write cannot reach it.</summary>
/// <remarks>Sizes are multiples of 64 bytes up to 1 KiB, powers of two up to 64 KiB, then whole pages; a block starts at a multiple of 64 and
/// reads as zero. Freed blocks wait in a list of their size, those of whole pages go back to the system. <c>handed out + listed + tail == carved</c>.</remarks>
internal static unsafe class MetadataHeap
{
    private const int Granule = 64, PageBytes = 4096, FineBytes = 1024, ChunkBytes = 256 * 1024, LargestListed = 64 * 1024;
    private const int Lists = FineBytes / Granule + 1 + 6;

    private static readonly nint* s_free = (nint*)NativeMemory.AllocZeroed(Lists, (nuint)sizeof(nint));
    private static SpinGate s_gate;
    private static byte* s_next, s_end;
    private static long s_bytes;

    /// <summary>Bytes handed out and not freed.</summary>
    public static long Bytes => Volatile.Read(ref s_bytes);

    /// <summary>Hands out a zeroed block of at least <paramref name="bytes"/>.</summary>
    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public static byte* Alloc(long bytes)
    {
        byte* block = TryAlloc(bytes);
        return block is not null
            ? block
            : throw new OutOfMemoryException($"The system has no memory left for {bytes:N0} bytes of Slabwise's own bookkeeping.");
    }

    /// <summary>Hands out a zeroed block of at least <paramref name="bytes"/>; null where the system has no memory left.</summary>
    public static byte* TryAlloc(long bytes)
    {
        long size = SizeOf(bytes);
        if (size > LargestListed)
        {
            var large = (byte*)PageHeap.MapSideArray((nint)size);
            if (large is not null) Interlocked.Add(ref s_bytes, size);
            return large;
        }

        s_gate.Enter();
        ref nint head = ref s_free[ListOf(size)];
        var block = (byte*)head;
        bool isFresh = block is null;
        if (isFresh) block = Carve((int)size);
        else head = *(nint*)block;
        if (block is not null) Interlocked.Add(ref s_bytes, size);
        s_gate.Exit();

        // Fresh blocks are zero, and untouched pages of a large one should stay so.
        if (!isFresh) new Span<byte>(block, (int)size).Clear();
        return block;
    }

    /// <summary>Takes a block of <paramref name="bytes"/> back.</summary>
    public static void Free(void* block, long bytes)
    {
        long size = SizeOf(bytes);
        Interlocked.Add(ref s_bytes, -size);
        if (size > LargestListed)
        {
            PageHeap.Release((nint)block, (nint)size);
            return;
        }

        s_gate.Enter();
        ref nint head = ref s_free[ListOf(size)];
        *(nint*)block = head;
        head = (nint)block;
        s_gate.Exit();
    }

    /// <summary>What a block of so many bytes really takes up.</summary>
    public static long SizeOf(long bytes)
    {
        if (bytes > LargestListed) return (bytes + PageBytes - 1) & ~(PageBytes - 1L);
        return bytes > FineBytes
            ? (long)BitOperations.RoundUpToPowerOf2((ulong)bytes)
            : (Math.Max(bytes, 1) + Granule - 1) & ~(Granule - 1L);
    }

    private static int ListOf(long size) => size <= FineBytes
        ? (int)size / Granule
        : FineBytes / Granule + BitOperations.Log2((ulong)size / FineBytes);

    private static byte* Carve(int size)
    {
        // Where a whole chunk is refused, the block's own pages may still be had: under ulimit -v the last megabytes are many small pieces.
        if (size > s_end - s_next && !TryMapChunk(ChunkBytes) && !TryMapChunk((size + PageBytes - 1) & -PageBytes)) return null;
        byte* block = s_next;
        s_next += size;
        return block;
    }

    // The tail of the chunk before is given up, but not for one that cannot be had.
    private static bool TryMapChunk(int bytes)
    {
        var chunk = (byte*)PageHeap.MapSideArray(bytes);
        if (chunk is null) return false;
        s_next = chunk;
        s_end = chunk + bytes;
        return true;
    }
}
