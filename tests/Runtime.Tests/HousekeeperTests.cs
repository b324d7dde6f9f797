using Slabwise.Caches;
using Slabwise.Diagnostics;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class HousekeeperTests
{
    [Fact]
    public void CareThatHasMoreToDoIsCalledAgain()
    {
        var care = new Counting { Wanted = 2 };
        Housekeeper.Register(care);
        Housekeeper.Wake();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref care.Ticks) >= 2, TimeSpan.FromMinutes(2)));
        GC.KeepAlive(care);
    }

    [Fact]
    public void CareThatNobodyHoldsIsForgotten()
    {
        WeakReference forgotten = RegisterAndForget();
        Assert.True(TestPools.Eventually(() => !forgotten.IsAlive));
    }

    [Fact]
    public void ObjectsOfABurstAreDroppedOnceTheyLieIdle()
    {
        SlabPool pool = Burst.Pool;
        WeakReference[] burst = RentAndReturn(20_000);
        for (int i = 0; i < 20; i++) CacheCare.ShrinkCold();
        Assert.Equal(0, pool.GetStatistics().Rented);
        Assert.True(TestPools.Eventually(() =>
        {
            Burst.Pool.DropIdle();
            return pool.GetStatistics() is var now && now.Created - now.Dropped <= 400;
        }));
        Assert.True(TestPools.Eventually(() => burst.Count(item => item.IsAlive) <= 400));
        Burst.Pool.Validate();
    }

    [Fact]
    public void ObjectThatIsRentedAgainBetweenTwoLooksStays()
    {
        Kept kept = Kept.Rent();
        Kept.Return(kept);
        for (int i = 0; i < 5; i++)
        {
            Kept.Pool.DropIdle();
            Kept again = Kept.Rent();
            Assert.Same(kept, again);
            Kept.Return(again);
        }
    }

    [Fact]
    public void BatchesInTransferGoBackWhenTheirPoolIsQuiet()
    {
        StructPool<Quiet> pool = StructPool<Quiet>.Shared;
        TestPools.OnThreads(2, _ =>
        {
            var handles = new Pooled<Quiet>[30_000];
            for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
            foreach (Pooled<Quiet> handle in handles) pool.Return(handle);
        });
        Assert.True(pool.GetStatistics().InTransfer > 0);
        Assert.True(TestPools.Eventually(() =>
        {
            CacheCare.ShrinkCold();
            return pool.GetStatistics().InTransfer == 0;
        }));
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    private struct Quiet { public long A, B, C, D; }

    private static WeakReference[] RentAndReturn(int count)
    {
        Burst[] all = [.. Enumerable.Range(0, count).Select(_ => Burst.Rent())];
        foreach (Burst item in all) Burst.Return(item);
        return [.. all.Select(item => new WeakReference(item))];
    }

    private static WeakReference RegisterAndForget()
    {
        var care = new Counting();
        Housekeeper.Register(care);
        return new WeakReference(care);
    }

    private sealed class Counting : ICare
    {
        public int Ticks, Wanted;

        public int Tick(long now) => Interlocked.Increment(ref Ticks) < Wanted ? Housekeeper.Second : Housekeeper.Nothing;
    }
}

[SizeClassPooled]
internal sealed partial class Burst;

[SizeClassPooled]
internal sealed partial class Kept;
