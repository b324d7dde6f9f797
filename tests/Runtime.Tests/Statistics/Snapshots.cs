namespace Slabwise.Runtime.Tests.Statistics;

/// <summary>Snapshots with figures that a test chose.</summary>
internal static class Snapshots
{
    public const long MiB = 1 << 20;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A process that is well: two pools in use, some caches, a moderate GC heap.</summary>
    public static SlabwiseStatistics Healthy(int second = 0) => Of(second, ProcessMemory.Split(120 * MiB, 40 * MiB, 30 * MiB), Quotes, Blocks);

    /// <summary>A pool of structs of 60 bytes at a stride of 64: 262,144 rented of 16 MiB.</summary>
    public static PoolStatistics Quotes => new()
    {
        Name = "Demo.Quote", Type = PoolType.Struct, ObjectBytes = 60, StrideBytes = 64, SlabBytes = 64 << 10, SlotsPerSlab = 1024,
        HandCapacity = 92, HandBatch = 46,
        Rented = 262_144, InHands = 1_000, InCpuBlocks = 2_000, InTransfer = 3_000, Retired = 2, PeakUsedSlots = 300_000, FreeSlots = 20_000,
        Slabs = 282, EmptySlabs = 4, DiscardedSlabs = 3, SparseSlabs = 2, SparseFreeSlots = 1_900,
        AllocatedBytes = 262_144 * 60, InternalBytes = 262_144 * 4, FragmentedBytes = 640_000,
        DirtyBytes = 4 * 65_536, MuzzyBytes = 65_536, RetainedBytes = 9 * 65_536,
        MetadataBytes = 70_000, Hands = 8, HandBytes = 8 * 448, GenerationBytes = 1_200_128,
        Refills = 50_000, CpuHits = 47_000, CpuMisses = 3_000, Spills = 40_000, CpuOverflows = 2_500, SlabFills = 2_400, SlabSpills = 100,
        Discards = 12, Doubled = 1,
    };

    /// <summary>The heap's large blocks: 10 MiB in 5.</summary>
    public static PoolStatistics Blocks => new()
    {
        Name = "heap large", Type = PoolType.Large, Rented = 5, AllocatedBytes = 10 * MiB, DirtyBytes = MiB / 2, RetainedBytes = 3 * MiB,
        StateBytes = 61_440, Discards = 7,
    };

    /// <summary>A pool of objects whose figures are unlike any other's.</summary>
    public static PoolStatistics Requests => new()
    {
        Name = "Demo.Request", Type = PoolType.Class, SlotsPerSlab = 64, HandCapacity = 92, HandBatch = 46, Rented = 77, InHands = 13, FreeSlots = 30,
        Slabs = 2, MetadataBytes = 3_000, Hands = 2, HandBytes = 896, Refills = 9, Created = 120, Dropped = 4, RemoteFrees = 6, OwnedSlabs = 1,
        AbandonedSlabs = 1, Abandons = 3, ClaimsByFree = 2, ClaimsByDryThread = 1, InOwnedSlabs = 5,
    };

    public static SlabwiseStatistics Of(int second, ProcessMemory process, params PoolStatistics[] pools)
    {
        var totals = new MemoryTotals();
        foreach (PoolStatistics pool in pools) totals = totals.With(pool);
        return new SlabwiseStatistics
        {
            TakenAt = Noon.AddSeconds(second),
            Clock = TimeSpan.FromSeconds(1000 + second),
            Totals = totals with
            {
                Threads = 8,
                MetadataBytes = totals.MetadataBytes + 12_345,
                ReservedBytes = 1L << 37,
                PeakResidentBytes = totals.ResidentBytes + 1_000_000,
                PeakMappedBytes = totals.MappedBytes + 2_000_000,
            },
            Pools = pools,
            Cpus =
            [
                new CpuStatistics { Cpu = 0, Blocks = 1, IdleSlots = 800, IdleBytes = 51_200, CapacityBytes = 65_024, BudgetBytes = 4 * MiB, Hits = 60_000, Misses = 2_000 },
                new CpuStatistics { Cpu = 3, Blocks = 1, IdleSlots = 1_200, IdleBytes = 76_800, CapacityBytes = 130_560, BudgetBytes = 4 * MiB, Hits = 24_500, Misses = 3_500 },
            ],
            Process = process,
            DirtyDecayMilliseconds = 10_000,
            MuzzyDecayMilliseconds = 0,
            CachePath = "rseq",
            CachePathReason = "",
            DrainPath = "membarrier",
            RseqAborts = 17,
        };
    }
}
