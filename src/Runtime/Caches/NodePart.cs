using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>What a pool has on one memory node, behind the CPU blocks: slabs, their memory, and the batches that wait in front of them.</summary>
/// <remarks>Lies on the node itself. The first node's lie in <see cref="PoolCore"/>, so that a pool on one node has nothing of this.</remarks>
internal unsafe struct NodePart
{
    public SlabTier Slabs;
    public SlabMemory Memory;
    public TransferCache Transfer;

    /// <summary>The slabs' owners, in pools with caches a thread.</summary>
    public ShardedSlabs* Sharded;

    private MemoryNode _node;

    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public static NodePart* Create(in SlabMemory memory, in TransferCache transfer, MemoryNode node)
    {
        var part = (NodePart*)MetadataHeap.Alloc(sizeof(NodePart), node);
        part->_node = node;
        part->Memory = memory;
        part->Slabs.Initialize(in memory);
        part->Slabs.LieOn(node);
        part->Transfer.InitializeLike(in transfer);
        part->Transfer.LieOn(node);
        return part;
    }

    public static void Close(NodePart* part)
    {
        part->Transfer.Close();
        if (part->Sharded is not null) ShardedSlabs.Free(part->Sharded);
        part->Slabs.Close(in part->Memory);
        part->Memory.Forget();
        MetadataHeap.Free(part, sizeof(NodePart), part->_node);
    }

    /// <summary>Bytes of bookkeeping held.</summary>
    public readonly long Bytes => MetadataHeap.SizeOf(sizeof(NodePart)) + Slabs.MapBytes + Transfer.Bytes + (Sharded is null ? 0 : Sharded->Bytes);
}
