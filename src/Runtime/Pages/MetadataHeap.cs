using System.Numerics;
using System.Runtime.InteropServices;

namespace Slabwise.Pages;

/// <summary>Small blocks for the tiers' own bookkeeping: CPU blocks, batches, pool state. Never inside a slab, so that
/// a user's stray write cannot reach it.</summary>
/// <remarks>Sizes are powers of two from 64 bytes; a block starts at a multiple of 64 and reads as zero. Freed blocks wait in a list
/// of their size. <c>handed out + listed + tail == carved</c>.</remarks>
internal static unsafe class MetadataHeap
{
    private const int Granule = 64, ChunkBytes = 256 * 1024, Classes = 32;

    private static readonly nint* s_free = (nint*)NativeMemory.AllocZeroed(Classes, (nuint)sizeof(nint));
    private static SpinGate s_gate;
    private static byte* s_next, s_end;
    private static long s_bytes;

    /// <summary>Bytes handed out and not freed.</summary>
    public static long Bytes => Volatile.Read(ref s_bytes);

    /// <summary>Hands out a zeroed block of at least <paramref name="bytes"/>.</summary>
    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public static byte* Alloc(int bytes)
    {
        int size = SizeOf(bytes);
        s_gate.Enter();
        byte* block;
        try
        {
            ref nint head = ref s_free[BitOperations.Log2((uint)size)];
            block = (byte*)head;
            if (block is not null) head = *(nint*)block;
            else block = Carve(size);
            s_bytes += size;
        }
        finally
        {
            s_gate.Exit();
        }

        new Span<byte>(block, size).Clear();
        return block;
    }

    /// <summary>Takes a block of <paramref name="bytes"/> back.</summary>
    public static void Free(void* block, int bytes)
    {
        int size = SizeOf(bytes);
        s_gate.Enter();
        ref nint head = ref s_free[BitOperations.Log2((uint)size)];
        *(nint*)block = head;
        head = (nint)block;
        s_bytes -= size;
        s_gate.Exit();
    }

    private static int SizeOf(int bytes) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, Granule));

    private static byte* Carve(int size)
    {
        if (size > s_end - s_next)
        {
            int chunk = Math.Max(size, ChunkBytes);
            s_next = (byte*)NativeMemory.AlignedAlloc((nuint)chunk, Granule);
            s_end = s_next + chunk;
        }

        byte* block = s_next;
        s_next += size;
        return block;
    }
}
