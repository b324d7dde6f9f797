namespace Slabwise;

/// <summary>What has changed between two snapshots, by pool and in all, and how fast.</summary>
/// <remarks>Pools are matched by name and type; one that is new is compared with nothing.</remarks>
public sealed class StatisticsChange
{
    internal StatisticsChange(SlabwiseStatistics earlier, SlabwiseStatistics later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier.Clock > later.Clock)
            throw new ArgumentException($"The snapshot of {earlier.TakenAt:O} is not earlier than that of {later.TakenAt:O}. Ask the later one for what has changed since the earlier one.", nameof(earlier));
        Earlier = earlier;
        Later = later;
        Elapsed = later.Clock - earlier.Clock;
        Totals = PoolChange.Between(earlier.Totals, later.Totals, Elapsed);

        var before = new Dictionary<(string, PoolType), PoolStatistics>();
        foreach (PoolStatistics pool in earlier.Pools) before.TryAdd((pool.Name, pool.Type), pool);
        Pools = [.. later.Pools.Select(pool => PoolChange.Between(before.GetValueOrDefault((pool.Name, pool.Type)), pool, Elapsed))];
    }

    /// <summary>The snapshot that was taken first.</summary>
    public SlabwiseStatistics Earlier { get; }

    /// <summary>The other one.</summary>
    public SlabwiseStatistics Later { get; }

    /// <summary>The time between them.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>What has changed in all; its name is empty.</summary>
    public PoolChange Totals { get; }

    /// <summary>What has changed by pool, in the order of <see cref="SlabwiseStatistics.Pools"/> of <see cref="Later"/>.</summary>
    public IReadOnlyList<PoolChange> Pools { get; }
}
