namespace Slabwise;

/// <summary>How far one pool, or all together, have grown between two snapshots, and how often what happened there, a second.</summary>
/// <remarks>Rates are 0 where no time lies between the snapshots.</remarks>
public readonly record struct PoolChange
{
    /// <summary>The pool's name; empty for all pools together.</summary>
    public string Name { get; private init; }

    /// <summary>The pool's type.</summary>
    public PoolType Type { get; private init; }

    /// <summary>How many more slots are rented; 0 for all pools together.</summary>
    public long Rented { get; private init; }

    /// <summary>How many more bytes are rented.</summary>
    public long AllocatedBytes { get; private init; }

    /// <summary>How many more bytes of pages are in use.</summary>
    public long ActiveBytes { get; private init; }

    /// <summary>How many more bytes of pages are resident.</summary>
    public long ResidentBytes { get; private init; }

    /// <summary>How many more bytes of pages are committed.</summary>
    public long MappedBytes { get; private init; }

    /// <summary>Refills a second.</summary>
    public double RefillsPerSecond { get; private init; }

    /// <summary>Refills a second that a CPU's block served.</summary>
    public double CpuHitsPerSecond { get; private init; }

    /// <summary>Refills a second for which it had nothing.</summary>
    public double CpuMissesPerSecond { get; private init; }

    /// <summary>Spills a second.</summary>
    public double SpillsPerSecond { get; private init; }

    /// <summary>Spills a second of which a CPU's block did not take all.</summary>
    public double CpuOverflowsPerSecond { get; private init; }

    /// <summary>Batches or whole slabs a second that came from the slabs.</summary>
    public double SlabFillsPerSecond { get; private init; }

    /// <summary>Batches or whole slabs a second that went there.</summary>
    public double SlabSpillsPerSecond { get; private init; }

    /// <summary>Slots a second that came back on other threads than their slab's owner.</summary>
    public double RemoteFreesPerSecond { get; private init; }

    /// <summary>How often a second pages were given back to the system.</summary>
    public double DiscardsPerSecond { get; private init; }

    internal static PoolChange Between(in PoolStatistics earlier, in PoolStatistics later, TimeSpan elapsed) =>
        Between(new MemoryTotals().With(earlier), new MemoryTotals().With(later), elapsed) with
        {
            Name = later.Name,
            Type = later.Type,
            Rented = later.Rented - earlier.Rented,
        };

    internal static PoolChange Between(in MemoryTotals earlier, in MemoryTotals later, TimeSpan elapsed) => new()
    {
        Name = "",
        AllocatedBytes = later.AllocatedBytes - earlier.AllocatedBytes,
        ActiveBytes = later.ActiveBytes - earlier.ActiveBytes,
        ResidentBytes = later.ResidentBytes - earlier.ResidentBytes,
        MappedBytes = later.MappedBytes - earlier.MappedBytes,
        RefillsPerSecond = Rate(earlier.Refills, later.Refills, elapsed),
        CpuHitsPerSecond = Rate(earlier.CpuHits, later.CpuHits, elapsed),
        CpuMissesPerSecond = Rate(earlier.CpuMisses, later.CpuMisses, elapsed),
        SpillsPerSecond = Rate(earlier.Spills, later.Spills, elapsed),
        CpuOverflowsPerSecond = Rate(earlier.CpuOverflows, later.CpuOverflows, elapsed),
        SlabFillsPerSecond = Rate(earlier.SlabFills, later.SlabFills, elapsed),
        SlabSpillsPerSecond = Rate(earlier.SlabSpills, later.SlabSpills, elapsed),
        RemoteFreesPerSecond = Rate(earlier.RemoteFrees, later.RemoteFrees, elapsed),
        DiscardsPerSecond = Rate(earlier.Discards, later.Discards, elapsed),
    };

    // A count that went back is that of another pool by the same name.
    private static double Rate(long earlier, long later, TimeSpan elapsed) =>
        elapsed <= TimeSpan.Zero ? 0 : (later >= earlier ? later - earlier : later) / elapsed.TotalSeconds;
}
