namespace Slabwise;

/// <summary>What one CPU's blocks hold, over all pools, and how well they serve.</summary>
/// <remarks><c>Uses == Hits + Misses</c>. A thread may move to another CPU between asking a block and counting the miss, so single misses may
/// stand at a neighbour.</remarks>
public readonly record struct CpuStatistics
{
    /// <summary>The CPU's number.</summary>
    public int Cpu { get; internal init; }

    /// <summary>Pools that have a block there.</summary>
    public int Blocks { get; internal init; }

    /// <summary>Idle slots in them; over all CPUs the sum of the pools' <see cref="PoolStatistics.InCpuBlocks"/>.</summary>
    public long IdleSlots { get; internal init; }

    /// <summary>Bytes of those, without those of class pools.</summary>
    public long IdleBytes { get; internal init; }

    /// <summary>Bytes of slots that the blocks have room for, a class pool's at 64 each.</summary>
    public long CapacityBytes { get; internal init; }

    /// <summary>The most that <see cref="CapacityBytes"/> may be: <see cref="SlabwiseOptions.CpuCacheBytes"/>.</summary>
    public long BudgetBytes { get; internal init; }

    /// <summary>How often a block gave or took a whole batch.</summary>
    public long Hits { get; internal init; }

    /// <summary>How often a block had nothing, or not the room.</summary>
    public long Misses { get; internal init; }

    /// <summary>How often a block was asked for or offered a batch.</summary>
    public long Uses => Hits + Misses;
}
