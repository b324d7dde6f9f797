using Slabwise.Os;

namespace Slabwise.Pages;

/// <summary>Small blocks for the tiers' own bookkeeping: CPU blocks, batches, slot maps, pool state. Never inside a slab, so that
/// a user's stray write cannot reach it.</summary>
/// <remarks>
/// <para>Sizes are multiples of 64 bytes up to 1 KiB, powers of two up to 64 KiB, then whole pages; a block starts at a multiple of 64 and
/// reads as zero. Freed blocks wait in a list of their size, those of whole pages go back to the system.</para>
/// <para>What describes one node's slabs lies on that node: such blocks come from lists of their own, and whoever frees one says the same node
/// again.</para>
/// </remarks>
internal static unsafe class MetadataHeap
{
    private const int PageBytes = 4096;

    private static readonly MetadataLists s_anywhere = new(MemoryNode.Anywhere);
    private static MetadataLists?[] s_ofNodes = [];
    private static SpinGate s_gate;
    private static long s_bytes;

    /// <summary>Bytes handed out and not freed.</summary>
    public static long Bytes => Volatile.Read(ref s_bytes);

    /// <summary>Hands out a zeroed block of at least <paramref name="bytes"/>.</summary>
    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public static byte* Alloc(long bytes, MemoryNode node = default)
    {
        byte* block = TryAlloc(bytes, node);
        return block is not null
            ? block
            : throw new OutOfMemoryException($"The system has no memory left for {bytes:N0} bytes of Slabwise's own bookkeeping.");
    }

    /// <summary>Hands out a zeroed block of at least <paramref name="bytes"/>; null where the system has no memory left.</summary>
    public static byte* TryAlloc(long bytes, MemoryNode node = default)
    {
        long size = SizeOf(bytes);
        byte* block = size > MetadataLists.LargestListed ? TryMap((nint)size, node) : ListsOf(node).TryTake((int)size);
        if (block is not null) Interlocked.Add(ref s_bytes, size);
        return block;
    }

    /// <summary>Takes a block of <paramref name="bytes"/> back.</summary>
    public static void Free(void* block, long bytes, MemoryNode node = default)
    {
        long size = SizeOf(bytes);
        Interlocked.Add(ref s_bytes, -size);
        if (size > MetadataLists.LargestListed) PageHeap.Release((nint)block, (nint)size);
        else ListsOf(node).Give(block, (int)size);
    }

    /// <summary>What a block of so many bytes really takes up.</summary>
    public static long SizeOf(long bytes) =>
        bytes > MetadataLists.LargestListed ? (bytes + PageBytes - 1) & ~(PageBytes - 1L) : MetadataLists.SizeOf(bytes);

    private static byte* TryMap(nint size, MemoryNode node)
    {
        nint block = PageHeap.MapSideArray(size);
        if (block != 0) node.Bind(block, size);
        return (byte*)block;
    }

    private static MetadataLists ListsOf(MemoryNode node)
    {
        if (node.IsAnywhere) return s_anywhere;
        MetadataLists?[] lists = Volatile.Read(ref s_ofNodes);
        return (node.Number < lists.Length ? Volatile.Read(ref lists[node.Number]) : null) ?? MakeLists(node);
    }

    private static MetadataLists MakeLists(MemoryNode node)
    {
        s_gate.Enter();
        try
        {
            if (node.Number >= s_ofNodes.Length)
            {
                var longer = new MetadataLists?[node.Number + 1];
                s_ofNodes.CopyTo(longer, 0);
                Volatile.Write(ref s_ofNodes, longer);
            }

            return s_ofNodes[node.Number] ??= new MetadataLists(node);
        }
        finally
        {
            s_gate.Exit();
        }
    }
}
