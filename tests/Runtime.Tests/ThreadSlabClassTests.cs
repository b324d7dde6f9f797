using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Class pools with caches a thread: the same slabs, whose slots have no memory.</summary>
public class ThreadSlabClassTests
{
    [Fact]
    public void ObjectsFreedElsewhereComeBackToTheirSlabs()
    {
        using var renter = new Actor();
        using var freer = new Actor();
        for (int round = 0; round < 10; round++)
        {
            OwnedHanded[] items = [];
            renter.Do(() => items = [.. Enumerable.Range(0, 5000).Select(_ => OwnedHanded.Rent())]);
            Assert.Equal(items.Length, items.Distinct().Count());
            freer.Do(() => Array.ForEach(items, OwnedHanded.Return));
            OwnedHanded.Pool.Validate();
        }

        PoolStatistics now = OwnedHanded.Pool.GetStatistics();
        Assert.Equal(0, now.Rented);
        Assert.InRange(now.Slabs, 20, NumaTopology.Current.Nodes * 20 + 2 * ThreadSlabs.Most + 2);    // a renter that moves takes near slabs first
        Assert.True(now.ClaimsByFree > 0 || now.RemoteFrees > 0, now.ToString());
    }

    [Fact]
    public void DeadThreadsObjectsComeBack()
    {
        var orphans = new List<OwnedOrphan>();
        using (var actor = new Actor())
        {
            actor.Do(() =>
            {
                OwnedOrphan[] items = [.. Enumerable.Range(0, 2000).Select(_ => OwnedOrphan.Rent())];
                orphans.AddRange(items[..10]);
                Array.ForEach(items[10..], OwnedOrphan.Return);
            });
        }

        TestPools.CollectDeadThreads();
        PoolStatistics now = OwnedOrphan.Pool.GetStatistics();
        Assert.Equal((10, 0, 0), (now.Rented, now.Cached, now.OwnedSlabs));
        orphans.ForEach(OwnedOrphan.Return);
        OwnedOrphan.Pool.Trim();
        now = OwnedOrphan.Pool.GetStatistics();
        Assert.Equal((0, 0, 0), (now.Rented, now.OwnedSlabs, now.AbandonedSlabs));
        OwnedOrphan.Pool.Validate();
    }

    [Fact]
    public void TrimLeavesObjectsOfWhollyFreeSlabsToTheCollector()
    {
        WeakReference[] references = RentAndReturn();
        Assert.True(OwnedIdle.Pool.Trim() > 0);
        GC.Collect();
        Assert.All(references, reference => Assert.False(reference.IsAlive));
        OwnedIdle.Return(OwnedIdle.Rent());
        OwnedIdle.Pool.Validate();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] RentAndReturn()
        {
            OwnedIdle[] items = [.. Enumerable.Range(0, 3000).Select(_ => OwnedIdle.Rent())];
            Array.ForEach(items, OwnedIdle.Return);
            return [.. items.Select(item => new WeakReference(item))];
        }
    }

    [Fact]
    public void NoTwoThreadsEverHoldTheSameObject()
    {
        var shelf = new OwnedCrowded?[256];
        TestPools.OnThreads(6, thread =>
        {
            var random = new Random(thread);
            for (int step = 0; step < 40_000; step++)
            {
                OwnedCrowded item = OwnedCrowded.Rent();
                Assert.Equal(0, Interlocked.Exchange(ref item.Owner, thread + 1));
                OwnedCrowded? other = Interlocked.Exchange(ref shelf[random.Next(shelf.Length)], item);
                if (other is null) continue;
                Assert.NotEqual(0, Interlocked.Exchange(ref other.Owner, 0));
                OwnedCrowded.Return(other);
            }
        });
        foreach (OwnedCrowded? item in shelf)
        {
            if (item is not null) OwnedCrowded.Return(item);
        }

        TestPools.CollectDeadThreads();
        Assert.Equal(0, OwnedCrowded.Pool.GetStatistics().Rented);
        OwnedCrowded.Pool.Validate();
    }
}
