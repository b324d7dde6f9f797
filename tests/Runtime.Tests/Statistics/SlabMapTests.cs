using Xunit;

namespace Slabwise.Runtime.Tests.Statistics;

public sealed class SlabMapTests
{
    [Fact]
    public void GroupsAddUpToThePool()
    {
        StructPool<MappedNode> pool = StructPool<MappedNode>.Shared;
        Pooled<MappedNode>[] rented = [.. Enumerable.Range(0, 20_000).Select(_ => pool.Rent())];
        pool.Trim();    // no page is left to decay between two looks
        int place = PlaceOf(pool.Name);
        PoolStatistics now = pool.GetStatistics();
        foreach (int most in (int[])[1, 7, 1024])
        {
            SlabMap map = SlabMap.Capture(place, mostGroups: most)!;
            Assert.Equal(pool.Name, map.Pool);
            Assert.InRange(map.Groups.Count, 1, most);
            Assert.Equal(now.Slabs, map.Slabs);
            Assert.Equal(now.Slabs, map.Groups.Sum(group => group.Slabs));
            Assert.Equal(now.Slots, map.Groups.Sum(group => group.Slots));
            Assert.Equal(now.UsedSlots, map.Groups.Sum(group => group.UsedSlots));
            Assert.Equal(now.ResidentBytes, map.Groups.Sum(group => group.ResidentBytes));
        }

        foreach (Pooled<MappedNode> handle in rented) pool.Return(handle);
    }

    [Fact]
    public void APartIsThePartOfTheWhole()
    {
        StructPool<MappedNode> pool = StructPool<MappedNode>.Shared;
        Pooled<MappedNode>[] rented = [.. Enumerable.Range(0, 20_000).Select(_ => pool.Rent())];
        int place = PlaceOf(pool.Name);
        SlabMap whole = SlabMap.Capture(place, mostGroups: int.MaxValue)!;
        SlabMap part = SlabMap.Capture(place, first: 3, count: 5)!;
        Assert.Equal(whole.Groups.Skip(3).Take(5), part.Groups);
        Assert.Equal(5, SlabMap.Capture(place, first: 1, count: 5, mostGroups: 3)!.Groups.Sum(group => group.Slabs));
        Assert.Empty(SlabMap.Capture(place, first: whole.Slabs)!.Groups);
        foreach (Pooled<MappedNode> handle in rented) pool.Return(handle);
    }

    [Fact]
    public void ThereIsNoneOfAPoolThatIsNot() => Assert.Null(SlabMap.Capture(int.MaxValue));

    private static int PlaceOf(string pool)
    {
        IReadOnlyList<PoolStatistics> pools = SlabwiseStatistics.Capture().Pools;
        return Enumerable.Range(0, pools.Count).First(place => pools[place].Name == pool);
    }

    private struct MappedNode
    {
        public long A, B, C, D, E;
    }
}
