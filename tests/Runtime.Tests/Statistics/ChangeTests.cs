using Xunit;

namespace Slabwise.Runtime.Tests.Statistics;

public class ChangeTests
{
    [Fact]
    public void RatesAreCountsOverTheTimeBetween()
    {
        SlabwiseStatistics earlier = Snapshots.Healthy();
        PoolStatistics grown = Snapshots.Quotes with
        {
            Rented = 262_144 + 500, AllocatedBytes = (262_144 + 500) * 60, Refills = 51_000, CpuHits = 47_900, CpuMisses = 3_100, Spills = 40_050,
            CpuOverflows = 2_505, SlabFills = 2_410, SlabSpills = 101, Discards = 13, RemoteFrees = 20,
        };
        StatisticsChange change = Snapshots.Of(10, earlier.Process, grown, Snapshots.Blocks).Since(earlier);
        Assert.Equal(TimeSpan.FromSeconds(10), change.Elapsed);
        foreach (PoolChange part in new[] { change.Pools[0], change.Totals })
        {
            Assert.Equal(500 * 60, part.AllocatedBytes);
            Assert.Equal(
                [100, 90, 10, 5, 0.5, 1, 0.1, 0.1, 2],
                [part.RefillsPerSecond, part.CpuHitsPerSecond, part.CpuMissesPerSecond, part.SpillsPerSecond, part.CpuOverflowsPerSecond, part.SlabFillsPerSecond, part.SlabSpillsPerSecond, part.DiscardsPerSecond, part.RemoteFreesPerSecond]);
        }

        Assert.Equal(("Demo.Quote", PoolType.Struct, 500L), (change.Pools[0].Name, change.Pools[0].Type, change.Pools[0].Rented));
        Assert.Equal((0, 0.0), (change.Pools[1].AllocatedBytes, change.Pools[1].DiscardsPerSecond));
    }

    [Fact]
    public void NewPoolIsComparedWithNothing()
    {
        SlabwiseStatistics earlier = Snapshots.Of(0, default, Snapshots.Blocks);
        StatisticsChange change = Snapshots.Of(2, default, Snapshots.Quotes, Snapshots.Blocks).Since(earlier);
        Assert.Equal(Snapshots.Quotes.AllocatedBytes, change.Pools[0].AllocatedBytes);
        Assert.Equal(25_000, change.Pools[0].RefillsPerSecond);
        Assert.Equal(0, change.Pools[1].AllocatedBytes);
    }

    [Fact]
    public void CountThatWentBackIsAnotherPoolsByTheSameName()
    {
        StatisticsChange change = Snapshots.Of(1, default, Snapshots.Quotes with { Refills = 7 }).Since(Snapshots.Of(0, default, Snapshots.Quotes));
        Assert.Equal(7, change.Pools[0].RefillsPerSecond);
    }

    [Fact]
    public void NoTimeBetweenHasNoRate() => Assert.Equal(0, Snapshots.Healthy().Since(Snapshots.Healthy()).Totals.RefillsPerSecond);

    [Fact]
    public void EarlierSnapshotMustBeEarlier()
    {
        Assert.Throws<ArgumentNullException>(() => Snapshots.Healthy().Since(null!));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Snapshots.Healthy(0).Since(Snapshots.Healthy(1)));
        Assert.Contains("is not earlier than", refused.Message, StringComparison.Ordinal);
    }
}
