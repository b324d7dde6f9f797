using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>The slabs that threads own, of a pool with caches a thread: one <see cref="ShardedSlabs"/>, or one for every node's tier.</summary>
internal static unsafe class NodeSharded
{
    /// <summary>Lets threads own a pool's slabs; at its start.</summary>
    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public static void Create(PoolCore* core, int shift, int mostOwned, NumaTopology nodes)
    {
        MemoryNode first = core->Slabs.IsShared ? nodes.MemoryOf(0) : MemoryNode.Anywhere;
        core->Sharded = ShardedSlabs.Create(shift, mostOwned, 0, first);
        for (int node = 1; node < core->Slabs.Tiers; node++)
            NodeParts.At(core->Slabs.Parts, node)->Sharded = ShardedSlabs.Create(shift, mostOwned, core->Slabs.Parts->FirstOf(node) >> shift, nodes.MemoryOf(node));
    }

    /// <summary>The header of a slab by its number in the pool; null where it was never out of its tier.</summary>
    public static OwnedSlab* Find(PoolCore* core, uint slab) =>
        core->Slabs.Parts is null ? core->Sharded->Find(slab) : At(core, core->Slabs.NodeOf(slab << core->Memory.SlotShift))->Find(slab);

    /// <summary>Takes the slab that has waited longest for somebody to claim it, else a wholly free one: of the nearest node that has either.</summary>
    public static OwnedSlab* Claim(PoolCore* core, nint owner)
    {
        OwnedSlab* slab;
        do slab = core->Slabs.Parts is null ? ClaimOn(core, 0, owner) : ClaimNear(core, owner);
        while (slab is null && Relief.TryMakeRoom());
        return slab;
    }

    /// <summary>Whether a slab lies on the node of this thread's CPU.</summary>
    public static bool IsNear(PoolCore* core, OwnedSlab* slab) =>
        core->Slabs.Parts is null || core->Slabs.Parts->NodeOf(slab->FirstSlot) == core->Slabs.Parts->CurrentNode();

    /// <inheritdoc cref="ShardedSlabs.Unlist"/>
    public static void Unlist(PoolCore* core, OwnedSlab* slab) => At(core, core->Slabs.NodeOf(slab->FirstSlot))->Unlist(slab);

    /// <inheritdoc cref="ShardedSlabs.TryGiveBack"/>
    public static bool TryGiveBack(PoolCore* core, OwnedSlab* slab)
    {
        int node = core->Slabs.NodeOf(slab->FirstSlot);
        return At(core, node)->TryGiveBack(ref core->Slabs.TierOf(node), ref core->Slabs.MemoryOf(ref core->Memory, node), slab);
    }

    /// <inheritdoc cref="ShardedSlabs.Release"/>
    public static bool Release(PoolCore* core, OwnedSlab* slab)
    {
        int node = core->Slabs.NodeOf(slab->FirstSlot);
        return At(core, node)->Release(ref core->Slabs.TierOf(node), ref core->Slabs.MemoryOf(ref core->Memory, node), slab);
    }

    /// <summary>A node's slabs that threads own; node 0's where there is only one.</summary>
    public static ShardedSlabs* At(PoolCore* core, int node) => node == 0 ? core->Sharded : NodeParts.At(core->Slabs.Parts, node)->Sharded;

    /// <summary>What lies in slabs that are out of the tiers; nothing in pools whose threads own none. Exact only at rest.</summary>
    public static SlabCounts Count(PoolCore* core)
    {
        var counts = default(SlabCounts);
        if (core->Sharded is null) return counts;
        for (int node = 0; node < core->Slabs.Tiers; node++) counts.Add(At(core, node)->Count(core->Slabs.TierOf(node).Frontier));
        return counts;
    }

    /// <summary>Lists the slots that lie in slabs' lists. At rest only.</summary>
    public static void AddIdleTo(PoolCore* core, List<uint> slots)
    {
        for (int node = 0; core->Sharded is not null && node < core->Slabs.Tiers; node++) At(core, node)->AddIdleTo(slots, core->Slabs.TierOf(node).Frontier);
    }

    /// <summary>Walks every slab and holds the equations; throws where one fails. At rest only.</summary>
    public static void Validate(PoolCore* core, string pool)
    {
        for (int node = 0; core->Sharded is not null && node < core->Slabs.Tiers; node++) At(core, node)->Validate(pool, ref core->Slabs.TierOf(node));
    }

    private static OwnedSlab* ClaimNear(PoolCore* core, nint owner)
    {
        foreach (ushort node in NodeParts.NearestTo(core->Slabs.Parts, core->Slabs.Parts->CurrentNode()))
        {
            OwnedSlab* slab = ClaimOn(core, node, owner);
            if (slab is not null) return slab;
        }

        return null;
    }

    private static OwnedSlab* ClaimOn(PoolCore* core, int node, nint owner)
    {
        ShardedSlabs* sharded = At(core, node);
        OwnedSlab* slab = sharded->ClaimOldest(owner);
        if (slab is not null) return slab;
        Interlocked.Increment(ref core->SlabFills);
        return sharded->TakeFresh(ref core->Slabs.TierOf(node), ref core->Slabs.MemoryOf(ref core->Memory, node), owner);
    }
}
