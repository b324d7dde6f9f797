using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Pages;
using Slabwise.Pools;
using Slabwise.Slabs;

namespace Slabwise;

/// <content>Counting a pool.</content>
public readonly partial record struct PoolStatistics
{
    /// <summary>The row of heap blocks that no size class counts.</summary>
    internal static PoolStatistics Of(in HeapTotals heap)
    {
        PageCounts pages = heap.Pages;
        return new PoolStatistics
        {
            Name = heap.Name,
            Type = PoolType.Large,
            Rented = heap.Blocks,
            AllocatedBytes = heap.AllocatedBytes,
            InExtentCacheBytes = heap.CachedBytes,
            FragmentedBytes = Math.Max(0, pages.Active - heap.AllocatedBytes - heap.CachedBytes),
            DirtyBytes = pages.Dirty,
            MuzzyBytes = pages.Muzzy,
            RetainedBytes = pages.Retained,
            StateBytes = heap.DirectoryBytes,
            Discards = heap.Discards,
        };
    }

    /// <summary>Counts a pool, tier by tier. The pool must not close meanwhile.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="perCpu">An entry for each possible CPU to add its block to; empty where nobody asks.</param>
    internal static unsafe PoolStatistics Of(PoolRegistry.Entry pool, Span<CpuCount> perCpu = default)
    {
        var core = (PoolCore*)pool.Core;
        bool hasMemory = core->Memory.SlabBytes > 0;
        int stride = hasMemory ? core->Stride : 0, slotsPerSlab = 1 << core->Slabs.SlotShift;
        SlabCounts owned = NodeSharded.Count(core);

        // Under the gate nothing is moved but by rents and returns: the care empties idle caches whenever it likes, and what it had in its hands was
        // counted twice, so that a pool at rest seemed to have fewer slots rented than it had.
        core->Gate.Enter();
        HandCounts hands = ThreadHands.CountUnderGate(core);
        long inBlocks = perCpu.IsEmpty ? CpuCaches.CountSlots(core) : CpuCaches.CountSlots(core, stride, perCpu);
        long inTransfer = NodeTransfer.CountSlots(core) + owned.Remote, retired = Volatile.Read(ref core->Retired) + owned.Lost;
        long used = core->Slabs.Used;
        core->Gate.Exit();
        long touched = core->Slabs.Touched;
        long rented = Math.Max(0, used - hands.Slots - inBlocks - inTransfer - owned.Idle - retired);
        long slots = core->Slabs.SlotsInSlabs;
        SparseCounts sparse = core->Slabs.CountSparse();
        long tails = hasMemory ? core->Memory.SlabBytes - (long)slotsPerSlab * stride : 0;
        var counted = new PoolStatistics
        {
            Name = pool.Name,
            Type = pool.Type,
            ObjectBytes = pool.ObjectBytes,
            StrideBytes = stride,
            SlabBytes = core->Memory.SlabBytes,
            SlotsPerSlab = slotsPerSlab,
            HandCapacity = core->HandCapacity,
            HandBatch = core->HandBatch,
            Rented = rented,
            InHands = hands.Slots,
            InCpuBlocks = inBlocks,
            InTransfer = inTransfer,
            InOwnedSlabs = owned.Idle,
            Retired = retired,
            PeakUsedSlots = core->Slabs.PeakUsed,
            FreeSlots = Math.Max(0, slots - used),
            Slabs = touched,
            EmptySlabs = core->Slabs.EmptySlabs + owned.Empty,
            DiscardedSlabs = core->Slabs.DiscardedSlabs,
            SparseSlabs = sparse.Slabs,
            SparseFreeSlots = sparse.FreeSlots,
            AllocatedBytes = rented * pool.ObjectBytes,
            InternalBytes = hasMemory ? rented * (stride - pool.ObjectBytes) : 0,
            MetadataBytes = PoolCore.BytesOf(core),
            Hands = hands.Hands,
            HandBytes = (long)hands.Hands * Hand.BytesFor(core->HandCapacity),
            GenerationBytes = core->Memory.GenerationBytesUpTo(core->Slabs.SlotsTouched),
            StateBytes = pool.Type == PoolType.SizeClass ? HeapSpace.StateBytesOf(core) : 0,
            Refills = hands.Refills,
            CpuHits = core->Cpus is null ? 0 : Math.Max(0, hands.Refills - hands.Misses),
            CpuMisses = hands.Misses,
            Spills = hands.Spills,
            CpuOverflows = hands.Overflows,
            SlabFills = Volatile.Read(ref core->SlabFills),
            SlabSpills = Volatile.Read(ref core->SlabSpills),
            Discards = core->Slabs.Discards,
            Doubled = core->Slabs.Doubled + owned.Doubled,
            OwnedSlabs = owned.Owned,
            AbandonedSlabs = owned.Abandoned,
            RemoteFrees = owned.RemoteFrees,
            Abandons = owned.Abandons,
            ClaimsByFree = owned.ClaimsByFree,
            ClaimsByDryThread = owned.ClaimsByDryThread,
            Created = Volatile.Read(ref core->Created),
            Dropped = Volatile.Read(ref core->Dropped),
        };
        return hasMemory ? counted.On(core->Slabs.Count(ref core->Memory), tails) : counted;
    }

    // What is on pages in use beyond slots that are out lies free there: the ends of slabs first, then slots.
    private PoolStatistics On(PageCounts pages, long tailOfSlab)
    {
        long unexplained = Math.Max(0, pages.Active - ActiveBytes);
        long tails = Math.Min(unexplained, Math.Max(0, Slabs - EmptySlabs - DiscardedSlabs) * tailOfSlab);
        return this with
        {
            InternalBytes = InternalBytes + tails,
            FragmentedBytes = unexplained - tails,
            DirtyBytes = pages.Dirty,
            MuzzyBytes = pages.Muzzy,
            RetainedBytes = Math.Max(0, pages.Retained),
        };
    }
}
