namespace Slabwise.Diagnostics.Reports;

/// <summary>The numbers of a snapshot by the names that programs read. A name stays for good, whatever becomes of the property.</summary>
internal static class Figures
{
    public static readonly Figure<PoolStatistics>[] OfPool =
    [
        new("objectBytes", static (in PoolStatistics pool) => pool.ObjectBytes),
        new("strideBytes", static (in PoolStatistics pool) => pool.StrideBytes),
        new("slabBytes", static (in PoolStatistics pool) => pool.SlabBytes),
        new("slotsPerSlab", static (in PoolStatistics pool) => pool.SlotsPerSlab),
        new("handCapacity", static (in PoolStatistics pool) => pool.HandCapacity),
        new("handBatch", static (in PoolStatistics pool) => pool.HandBatch),
        new("rented", static (in PoolStatistics pool) => pool.Rented),
        new("inHands", static (in PoolStatistics pool) => pool.InHands),
        new("inCpuBlocks", static (in PoolStatistics pool) => pool.InCpuBlocks),
        new("cached", static (in PoolStatistics pool) => pool.Cached),
        new("inTransfer", static (in PoolStatistics pool) => pool.InTransfer),
        new("inOwnedSlabs", static (in PoolStatistics pool) => pool.InOwnedSlabs),
        new("retired", static (in PoolStatistics pool) => pool.Retired),
        new("usedSlots", static (in PoolStatistics pool) => pool.UsedSlots),
        new("peakUsedSlots", static (in PoolStatistics pool) => pool.PeakUsedSlots),
        new("freeSlots", static (in PoolStatistics pool) => pool.FreeSlots),
        new("slots", static (in PoolStatistics pool) => pool.Slots),
        new("slabs", static (in PoolStatistics pool) => pool.Slabs),
        new("emptySlabs", static (in PoolStatistics pool) => pool.EmptySlabs),
        new("discardedSlabs", static (in PoolStatistics pool) => pool.DiscardedSlabs),
        new("sparseSlabs", static (in PoolStatistics pool) => pool.SparseSlabs),
        new("sparseFreeSlots", static (in PoolStatistics pool) => pool.SparseFreeSlots),
        new("allocatedBytes", static (in PoolStatistics pool) => pool.AllocatedBytes),
        new("internalBytes", static (in PoolStatistics pool) => pool.InternalBytes),
        new("inHandsBytes", static (in PoolStatistics pool) => pool.InHandsBytes),
        new("inCpuBlocksBytes", static (in PoolStatistics pool) => pool.InCpuBlocksBytes),
        new("inTransferBytes", static (in PoolStatistics pool) => pool.InTransferBytes),
        new("inOwnedSlabsBytes", static (in PoolStatistics pool) => pool.InOwnedSlabsBytes),
        new("inExtentCacheBytes", static (in PoolStatistics pool) => pool.InExtentCacheBytes),
        new("cachedBytes", static (in PoolStatistics pool) => pool.CachedBytes),
        new("retiredBytes", static (in PoolStatistics pool) => pool.RetiredBytes),
        new("fragmentedBytes", static (in PoolStatistics pool) => pool.FragmentedBytes),
        new("activeBytes", static (in PoolStatistics pool) => pool.ActiveBytes),
        new("dirtyBytes", static (in PoolStatistics pool) => pool.DirtyBytes),
        new("muzzyBytes", static (in PoolStatistics pool) => pool.MuzzyBytes),
        new("residentBytes", static (in PoolStatistics pool) => pool.ResidentBytes),
        new("retainedBytes", static (in PoolStatistics pool) => pool.RetainedBytes),
        new("mappedBytes", static (in PoolStatistics pool) => pool.MappedBytes),
        new("metadataBytes", static (in PoolStatistics pool) => pool.MetadataBytes),
        new("hands", static (in PoolStatistics pool) => pool.Hands),
        new("handBytes", static (in PoolStatistics pool) => pool.HandBytes),
        new("generationBytes", static (in PoolStatistics pool) => pool.GenerationBytes),
        new("stateBytes", static (in PoolStatistics pool) => pool.StateBytes),
        new("bookkeepingBytes", static (in PoolStatistics pool) => pool.BookkeepingBytes),
        new("refills", static (in PoolStatistics pool) => pool.Refills),
        new("cpuHits", static (in PoolStatistics pool) => pool.CpuHits),
        new("cpuMisses", static (in PoolStatistics pool) => pool.CpuMisses),
        new("spills", static (in PoolStatistics pool) => pool.Spills),
        new("cpuOverflows", static (in PoolStatistics pool) => pool.CpuOverflows),
        new("slabFills", static (in PoolStatistics pool) => pool.SlabFills),
        new("slabSpills", static (in PoolStatistics pool) => pool.SlabSpills),
        new("discards", static (in PoolStatistics pool) => pool.Discards),
        new("doubled", static (in PoolStatistics pool) => pool.Doubled),
        new("ownedSlabs", static (in PoolStatistics pool) => pool.OwnedSlabs),
        new("abandonedSlabs", static (in PoolStatistics pool) => pool.AbandonedSlabs),
        new("remoteFrees", static (in PoolStatistics pool) => pool.RemoteFrees),
        new("abandons", static (in PoolStatistics pool) => pool.Abandons),
        new("claimsByFree", static (in PoolStatistics pool) => pool.ClaimsByFree),
        new("claimsByDryThread", static (in PoolStatistics pool) => pool.ClaimsByDryThread),
        new("created", static (in PoolStatistics pool) => pool.Created),
        new("dropped", static (in PoolStatistics pool) => pool.Dropped),
    ];

    public static readonly Figure<MemoryTotals>[] OfTotals =
    [
        new("pools", static (in MemoryTotals totals) => totals.Pools),
        new("threads", static (in MemoryTotals totals) => totals.Threads),
        new("allocatedBytes", static (in MemoryTotals totals) => totals.AllocatedBytes),
        new("internalBytes", static (in MemoryTotals totals) => totals.InternalBytes),
        new("inHandsBytes", static (in MemoryTotals totals) => totals.InHandsBytes),
        new("inCpuBlocksBytes", static (in MemoryTotals totals) => totals.InCpuBlocksBytes),
        new("inTransferBytes", static (in MemoryTotals totals) => totals.InTransferBytes),
        new("inOwnedSlabsBytes", static (in MemoryTotals totals) => totals.InOwnedSlabsBytes),
        new("inExtentCacheBytes", static (in MemoryTotals totals) => totals.InExtentCacheBytes),
        new("cachedBytes", static (in MemoryTotals totals) => totals.CachedBytes),
        new("retiredBytes", static (in MemoryTotals totals) => totals.RetiredBytes),
        new("fragmentedBytes", static (in MemoryTotals totals) => totals.FragmentedBytes),
        new("activeBytes", static (in MemoryTotals totals) => totals.ActiveBytes),
        new("dirtyBytes", static (in MemoryTotals totals) => totals.DirtyBytes),
        new("muzzyBytes", static (in MemoryTotals totals) => totals.MuzzyBytes),
        new("residentBytes", static (in MemoryTotals totals) => totals.ResidentBytes),
        new("retainedBytes", static (in MemoryTotals totals) => totals.RetainedBytes),
        new("mappedBytes", static (in MemoryTotals totals) => totals.MappedBytes),
        new("metadataBytes", static (in MemoryTotals totals) => totals.MetadataBytes),
        new("handBytes", static (in MemoryTotals totals) => totals.HandBytes),
        new("generationBytes", static (in MemoryTotals totals) => totals.GenerationBytes),
        new("stateBytes", static (in MemoryTotals totals) => totals.StateBytes),
        new("bookkeepingBytes", static (in MemoryTotals totals) => totals.BookkeepingBytes),
        new("footprintBytes", static (in MemoryTotals totals) => totals.FootprintBytes),
        new("reservedBytes", static (in MemoryTotals totals) => totals.ReservedBytes),
        new("peakResidentBytes", static (in MemoryTotals totals) => totals.PeakResidentBytes),
        new("peakMappedBytes", static (in MemoryTotals totals) => totals.PeakMappedBytes),
        new("refills", static (in MemoryTotals totals) => totals.Refills),
        new("cpuHits", static (in MemoryTotals totals) => totals.CpuHits),
        new("cpuMisses", static (in MemoryTotals totals) => totals.CpuMisses),
        new("spills", static (in MemoryTotals totals) => totals.Spills),
        new("cpuOverflows", static (in MemoryTotals totals) => totals.CpuOverflows),
        new("slabFills", static (in MemoryTotals totals) => totals.SlabFills),
        new("slabSpills", static (in MemoryTotals totals) => totals.SlabSpills),
        new("remoteFrees", static (in MemoryTotals totals) => totals.RemoteFrees),
        new("discards", static (in MemoryTotals totals) => totals.Discards),
    ];

    public static readonly Figure<CpuStatistics>[] OfCpu =
    [
        new("cpu", static (in CpuStatistics cpu) => cpu.Cpu),
        new("blocks", static (in CpuStatistics cpu) => cpu.Blocks),
        new("idleSlots", static (in CpuStatistics cpu) => cpu.IdleSlots),
        new("idleBytes", static (in CpuStatistics cpu) => cpu.IdleBytes),
        new("capacityBytes", static (in CpuStatistics cpu) => cpu.CapacityBytes),
        new("budgetBytes", static (in CpuStatistics cpu) => cpu.BudgetBytes),
        new("hits", static (in CpuStatistics cpu) => cpu.Hits),
        new("misses", static (in CpuStatistics cpu) => cpu.Misses),
        new("uses", static (in CpuStatistics cpu) => cpu.Uses),
    ];

    public static readonly Figure<ProcessMemory>[] OfProcess =
    [
        new("residentSetBytes", static (in ProcessMemory process) => process.ResidentSetBytes),
        new("slabwiseBytes", static (in ProcessMemory process) => process.SlabwiseBytes),
        new("gcHeapBytes", static (in ProcessMemory process) => process.GcHeapBytes),
        new("otherBytes", static (in ProcessMemory process) => process.OtherBytes),
    ];
}

/// <summary>One number of <typeparamref name="T"/> and its name.</summary>
internal readonly record struct Figure<T>(string Name, FigureReader<T> Of);

/// <summary>Reads one number. By reference: a pool's figures are some 500 bytes.</summary>
internal delegate long FigureReader<T>(in T from);
