using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Pages;
using Slabwise.Pools;
using Slabwise.Slabs;

namespace Slabwise;

/// <summary>One pool's counts. Slots unless a name says bytes.</summary>
/// <remarks><c>used == Rented + Cached + InTransfer + Retired</c>, and <c>AllocatedBytes &lt;= ActiveBytes &lt;= ResidentBytes &lt;= MappedBytes</c>.
/// Byte counts are zero for a class pool, whose objects lie in the GC heap.</remarks>
public readonly record struct PoolStatistics
{
    /// <summary>The pooled type's full name.</summary>
    public string Name { get; private init; }

    /// <summary>One object's size in bytes; 0 for a class.</summary>
    public int ObjectBytes { get; private init; }

    /// <summary>Slots that are out at users; for a class pool also the objects that users forgot.</summary>
    public long Rented { get; private init; }

    /// <summary>Idle slots in threads' hands and CPUs' blocks.</summary>
    public long Cached { get; private init; }

    /// <summary>Idle slots in the transfer cache, and in pools with caches a thread those that wait for the owners of their slabs.</summary>
    public long InTransfer { get; private init; }

    /// <summary>Slots that will never be used again: their generation is used up, or a racing double return cut them off.</summary>
    public long Retired { get; private init; }

    /// <summary>Slabs that were ever used.</summary>
    public long Slabs { get; private init; }

    /// <summary>Slabs without a used slot that still hold pages.</summary>
    public long EmptySlabs { get; private init; }

    /// <summary>Slabs without a used slot all of whose pages were given back.</summary>
    public long DiscardedSlabs { get; private init; }

    /// <summary>Bytes of rented objects.</summary>
    public long AllocatedBytes { get; private init; }

    /// <summary>Bytes of pages with at least one slot that is rented or cached.</summary>
    public long ActiveBytes { get; private init; }

    /// <summary>Bytes of pages whose slots were ever handed out and which were not given back since.</summary>
    public long ResidentBytes { get; private init; }

    /// <summary>Bytes of slabs that are committed.</summary>
    public long MappedBytes { get; private init; }

    /// <summary>Threads that hold a hand of this pool.</summary>
    public int Hands { get; private init; }

    /// <summary>Bytes of those hands.</summary>
    public long HandBytes { get; private init; }

    /// <summary>Bytes of generations in use, at most: whole pages up to the highest slot that was ever handed out.</summary>
    public long GenerationBytes { get; private init; }

    /// <summary>How often a hand ran empty.</summary>
    public long Refills { get; private init; }

    /// <summary>How often a hand ran full.</summary>
    public long Spills { get; private init; }

    /// <summary>How often a batch came from the slabs.</summary>
    public long SlabFills { get; private init; }

    /// <summary>How often a batch went to the slabs.</summary>
    public long SlabSpills { get; private init; }

    /// <summary>How often pages were given back, by a system call each.</summary>
    public long Discards { get; private init; }

    /// <summary>Slots that came back twice and were found only in their slab.</summary>
    public long Doubled { get; private init; }

    /// <summary>In pools with caches a thread: slabs that a thread owns.</summary>
    public long OwnedSlabs { get; private init; }

    /// <summary>Slabs with rented objects that no thread owns at the moment; who frees into one or runs dry claims it.</summary>
    public long AbandonedSlabs { get; private init; }

    /// <summary>Slots that came back on other threads than their slab's owner.</summary>
    public long RemoteFrees { get; private init; }

    /// <summary>How often a thread let go of a slab that was not wholly free.</summary>
    public long Abandons { get; private init; }

    /// <summary>How often a slab that nobody owned was claimed by a thread that freed into it.</summary>
    public long ClaimsByFree { get; private init; }

    /// <summary>How often one was claimed by a thread that had run dry.</summary>
    public long ClaimsByDryThread { get; private init; }

    /// <summary>Objects that a class pool made.</summary>
    public long Created { get; private init; }

    /// <summary>Objects that a class pool left to the garbage collector.</summary>
    public long Dropped { get; private init; }

    /// <summary>The row of heap blocks that no size class counts.</summary>
    internal static PoolStatistics Of(HeapTotals heap) => new()
    {
        Name = heap.Name,
        Rented = heap.Blocks,
        AllocatedBytes = heap.AllocatedBytes,
        ActiveBytes = heap.AllocatedBytes,
        ResidentBytes = heap.ResidentBytes,
        MappedBytes = heap.MappedBytes,
        Discards = heap.Discards,
    };

    internal static unsafe PoolStatistics Of(PoolRegistry.Entry pool)
    {
        var core = (PoolCore*)pool.Core;
        (long inHands, long refills, long spills, int hands) = ThreadHands.Count(core);
        long cached = inHands + CpuCaches.CountSlots(core);
        SlabCounts owned = NodeSharded.Count(core);
        long inTransfer = NodeTransfer.CountSlots(core) + owned.Remote;
        long retired = Volatile.Read(ref core->Retired) + owned.Lost;
        long slabs = core->Slabs.Touched, empty = core->Slabs.EmptySlabs + owned.Empty, discarded = core->Slabs.DiscardedSlabs;
        PageCounts pages = core->Slabs.Count(ref core->Memory);
        long rented = core->Slabs.Used - owned.Idle - cached - inTransfer - retired;
        return new PoolStatistics
        {
            Name = pool.Name,
            ObjectBytes = pool.ObjectBytes,
            Rented = rented,
            Cached = cached,
            InTransfer = inTransfer,
            Retired = retired,
            Slabs = slabs,
            EmptySlabs = empty,
            DiscardedSlabs = discarded,
            AllocatedBytes = Math.Max(0, rented) * pool.ObjectBytes,
            ActiveBytes = pages.Active,
            ResidentBytes = pages.Resident,
            MappedBytes = pages.Mapped,
            Hands = hands,
            HandBytes = (long)hands * Hand.BytesFor(core->HandCapacity),
            GenerationBytes = core->Memory.GenerationBytesUpTo(core->Slabs.SlotsTouched),
            Refills = refills,
            Spills = spills,
            SlabFills = core->SlabFills,
            SlabSpills = core->SlabSpills,
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
    }
}
