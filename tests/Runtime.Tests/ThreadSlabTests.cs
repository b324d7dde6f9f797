using Slabwise.Caches;
using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Slabs that threads own: what becomes of them when others free into them, and when their threads end.</summary>
public unsafe partial class ThreadSlabTests
{
    private const int Slots = 1024;    // of 64 bytes in a slab

    [Fact]
    public void DeadThreadsSlabsComeBack()
    {
        StructPool<OfDead> pool = StructPool<OfDead>.Shared;
        TestPools.OnThreads(4, _ =>
        {
            Pooled<OfDead>[] handles = Rent(pool, 3 * Slots);
            foreach (Pooled<OfDead> handle in handles) pool.Return(handle);
        });
        TestPools.CollectDeadThreads();
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal((0, 0, 0, 0), (now.OwnedSlabs, now.AbandonedSlabs, now.Cached, now.Rented));
        Assert.Equal(now.Slabs, now.EmptySlabs + now.DiscardedSlabs);
        pool.Validate();
    }

    [Fact]
    public void DeadThreadsRentedObjectsKeepTheirSlabsAndGiveThemUpOneByOne()
    {
        StructPool<Orphan> pool = StructPool<Orphan>.Shared;
        var orphans = new List<Pooled<Orphan>>();
        using (var renter = new Actor())
        {
            renter.Do(() =>
            {
                Pooled<Orphan>[] handles = Rent(pool, 2 * Slots);
                for (int i = 0; i < handles.Length; i++)
                {
                    if (i % 4 == 0) orphans.Add(handles[i]);
                    else pool.Return(handles[i]);
                }
            });
        }

        TestPools.CollectDeadThreads();
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal(orphans.Count, now.Rented);
        Assert.Equal(0, now.OwnedSlabs);
        Assert.True(now.AbandonedSlabs >= 2, now.ToString());
        pool.Validate();

        using var freer = new Actor();
        freer.Do(() =>
        {
            foreach (Pooled<Orphan> handle in orphans) pool.Return(handle);
            pool.Trim();
        });
        now = pool.GetStatistics();
        Assert.True(now.ClaimsByFree >= 2, now.ToString());
        Assert.Equal((0, 0, 0), (now.OwnedSlabs, now.AbandonedSlabs, now.Rented));
        pool.Validate();
    }

    [Fact]
    public void DryThreadClaimsAnAbandonedSlabBeforeThePoolGrows()
    {
        Assert.SkipUnless(NumaTopology.Current.Nodes == 1, "a thread that moves to another node takes near slabs first");
        StructPool<Dry> pool = StructPool<Dry>.Shared;
        var kept = new List<Pooled<Dry>>();
        using (var first = new Actor())
        {
            first.Do(() =>
            {
                Pooled<Dry>[] handles = Rent(pool, Slots);
                for (int i = 0; i < handles.Length; i++)
                {
                    if (i % 100 == 0) kept.Add(handles[i]);
                    else pool.Return(handles[i]);
                }
            });
        }

        TestPools.CollectDeadThreads();
        long slabs = pool.GetStatistics().Slabs;
        using var second = new Actor();
        second.Do(() => kept.AddRange(Rent(pool, Slots / 2)));
        PoolStatistics now = pool.GetStatistics();
        Assert.True(now.ClaimsByDryThread >= 1, now.ToString());
        Assert.Equal(slabs, now.Slabs);
        second.Do(() => kept.ForEach(pool.Return));
        pool.Validate();
    }

    [Fact]
    public void OwnerFindsWhatOthersFreed()
    {
        StructPool<Found> pool = StructPool<Found>.Shared;
        using var owner = new Actor();
        using var other = new Actor();
        Pooled<Found>[] handles = [];
        owner.Do(() => handles = Rent(pool, Slots));
        long slabs = pool.GetStatistics().Slabs;

        // Not the whole slab, so that nobody gives it back; and it is one that its owner still takes from.
        other.Do(() => pool.Return(handles.AsSpan(0, 900)));
        pool.Validate();
        PoolStatistics now = pool.GetStatistics();
        Assert.True(now.RemoteFrees > 0, now.ToString());
        Assert.Equal(124, now.Rented);
        owner.Do(() => handles = [.. handles[900..], .. Rent(pool, 500)]);
        Assert.InRange(pool.GetStatistics().Slabs, 1, NumaTopology.Current.Nodes * slabs);    // an owner that moved takes near slabs first
        pool.Validate();
        owner.Do(() => pool.Return(handles));
        Assert.Equal(0, pool.GetStatistics().Rented);
    }

    [Fact]
    public void ThreadThatOnlyFreesDoesNotGrowMemory()
    {
        StructPool<FreeOnly> pool = StructPool<FreeOnly>.Shared;
        using var renter = new Actor();
        using var freer = new Actor();
        const int Objects = 40 * Slots;
        long afterFirst = 0;
        for (int round = 0; round < 10; round++)
        {
            Pooled<FreeOnly>[] handles = [];
            renter.Do(() => handles = Rent(pool, Objects));
            if (round % 2 == 0) Random.Shared.Shuffle(handles);
            freer.Do(() =>
            {
                foreach (Pooled<FreeOnly> handle in handles) pool.Return(handle);
            });
            pool.Validate();
            PoolStatistics now = pool.GetStatistics();
            Assert.Equal(0, now.Rented);
            if (round == 0) afterFirst = now.Slabs;

            // Each of the two keeps at most a few slabs and a hand. A renter that moves from node to node takes near slabs before far ones.
            Assert.InRange(now.Slabs, 1, pool.CoreForTests->Slabs.Tiers * afterFirst + 2 * ThreadSlabs.Most + 2);
            Assert.InRange(now.OwnedSlabs, 0, 2 * ThreadSlabs.Most);
        }
    }

    [Fact]
    public void SurvivorsOfAFreeingThreadDoNotKeepTheOthersOut()
    {
        StructPool<Survivor> pool = StructPool<Survivor>.Shared;
        using var renter = new Actor();
        using var freer = new Actor();
        var random = new Random(1);
        var live = new List<Pooled<Survivor>>();
        for (int round = 0; round < 40; round++)
        {
            renter.Do(() => live.AddRange(Rent(pool, 10 * Slots)));
            Pooled<Survivor>[] dying = [.. live];
            random.Shuffle(dying);
            live = [.. dying[..(2 * Slots)]];
            freer.Do(() => Array.ForEach(dying[(2 * Slots)..], pool.Return));
        }

        // At most 12 slabs' worth was ever live. Without giving slabs up the freer would own 40 times 10.
        // A renter that moves from node to node takes near slabs before far ones.
        Assert.InRange(pool.GetStatistics().Slabs, 1, NumaTopology.Current.Nodes * 12 + 3 * ThreadSlabs.Most);
        freer.Do(() => live.ForEach(pool.Return));
        pool.Validate();
    }

    [Fact]
    public void WhollyFreeSlabStaysForAWhileAndThenGoesBack()
    {
        StructPool<Retired> pool = StructPool<Retired>.Shared;
        using var actor = new Actor();
        actor.Do(() =>
        {
            var handles = Rent(pool, 3 * Slots);
            foreach (Pooled<Retired> handle in handles) pool.Return(handle);
            long owned = pool.GetStatistics().OwnedSlabs;
            Assert.True(owned >= 2, $"{owned} slabs are owned after the last of three was freed");

            handles = Rent(pool, 500);
            for (int round = 0; round < 40 * (int)ThreadSlabs.RetireDelay; round++)
            {
                pool.Return(handles);
                pool.Rent(handles);
            }

            PoolStatistics now = pool.GetStatistics();
            Assert.True(now.OwnedSlabs < owned, $"{now.OwnedSlabs} of {owned} slabs are still owned");
            Assert.Equal(now.Slabs, now.OwnedSlabs + now.AbandonedSlabs + now.EmptySlabs + now.DiscardedSlabs);
            pool.Return(handles);
        });
        pool.Validate();
    }

    [Fact]
    public void PagesOfSlabsThatStayEmptyGoBackAndThoseOfABusyEdgeDoNot()
    {
        Assert.SkipUnless(NumaTopology.Current.Nodes == 1, "a thread that moves to another node takes near slabs first");
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a slab table keeps its pages");
        StructPool<LongEmpty> pool = StructPool<LongEmpty>.Shared;
        using var actor = new Actor();
        actor.Do(() =>
        {
            for (int round = 0; round < 5; round++)
            {
                Pooled<LongEmpty>[] handles = Rent(pool, 100 * Slots);
                Assert.Equal(0, pool.GetStatistics().Discards);
                foreach (Pooled<LongEmpty> handle in handles) pool.Return(handle);
            }

            TestPools.LetDecay(pool);
            PoolStatistics now = pool.GetStatistics();
            Assert.InRange(now.DiscardedSlabs, 80, 100);
            Assert.Equal(now.Slabs, now.OwnedSlabs + now.AbandonedSlabs + now.DiscardedSlabs);
        });
        pool.Validate();
    }

    [Fact]
    public void TrimLetsGoOfEverySlab()
    {
        StructPool<TrimmedSlabs> pool = StructPool<TrimmedSlabs>.Shared;
        using var actor = new Actor();
        actor.Do(() =>
        {
            Pooled<TrimmedSlabs>[] handles = Rent(pool, 5 * Slots);
            pool.Return(handles.AsSpan(1));
            long given = pool.Trim();
            PoolStatistics now = pool.GetStatistics();
            Assert.Equal((1, 0, 0, 1), (now.Rented, now.Cached, now.OwnedSlabs, now.AbandonedSlabs));
            if (SlabwiseOptions.ReserveAddressSpace) Assert.True(given > 0 || now.Discards > 0);
            pool.Validate();
            pool.Return(handles[0]);
            pool.Trim();
        });
        Assert.Equal(0, pool.GetStatistics().AbandonedSlabs);
        pool.Validate();
    }

    [Fact]
    public void PoolAtItsBoundFindsSlotsThatWaitForAnotherThread()
    {
        StructPool<BoundRemote> pool = StructPool<BoundRemote>.Shared;
        using var owner = new Actor();
        using var other = new Actor();
        var handles = new List<Pooled<BoundRemote>>();
        owner.Do(() => RentAll(pool, handles));
        Assert.Equal(64 * Slots - pool.CoreForTests->Slabs.Tiers, handles.Count);    // each tier keeps its slot 0

        // Into slabs that the owner keeps: they wait there, and the owner does not come.
        Pooled<BoundRemote>[] freed = [.. handles.TakeLast(2000)];
        handles.RemoveRange(handles.Count - 2000, 2000);
        other.Do(() =>
        {
            pool.Return(freed);
            pool.Validate();
            RentAll(pool, handles);
        });
        Assert.Equal(64 * Slots - pool.CoreForTests->Slabs.Tiers, handles.Count);    // each tier keeps its slot 0
        pool.Validate();
        other.Do(() => handles.ForEach(pool.Return));
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void OwnersSpareTheirIdleSlabsWhereThePoolIsAtItsBound()
    {
        StructPool<BoundSpare> pool = StructPool<BoundSpare>.Shared;
        using var owner = new Actor();
        using var other = new Actor();
        Pooled<BoundSpare>[] few = [];
        var handles = new List<Pooled<BoundSpare>>();
        owner.Do(() =>
        {
            Pooled<BoundSpare>[] many = Rent(pool, 2 * Slots);
            foreach (Pooled<BoundSpare> handle in many) pool.Return(handle);
        });
        other.Do(() => RentAll(pool, handles));
        int before = handles.Count;
        Assert.InRange(before, 60 * Slots, 64 * Slots - 2);
        owner.Do(() => few = Rent(pool, 400));
        owner.Do(() => pool.Return(few));
        other.Do(() => RentAll(pool, handles));
        Assert.True(handles.Count > before + Slots / 2, $"{before} before the owner came by, {handles.Count} after");
        other.Do(() => handles.ForEach(pool.Return));
        pool.Validate();
    }

    [Fact]
    public void PoolOfFewSlabsIsSharedByAllThreads()
    {
        StructPool<BoundSmall> pool = StructPool<BoundSmall>.Shared;
        using var first = new Actor();
        using var second = new Actor();
        var handles = new List<Pooled<BoundSmall>>();
        first.Do(() => pool.Return(Rent(pool, 10)));
        second.Do(() => RentAll(pool, handles));

        // All but what the first thread's hand holds.
        Assert.InRange(handles.Count, 2 * Slots - 1 - 384, 2 * Slots - 1);
        pool.Validate();
        second.Do(() => handles.ForEach(pool.Return));
        pool.Validate();
    }

    [Fact]
    public void SlotThatCameBackTwiceInARaceIsDroppedAtItsSlab()
    {
        StructPool<RacedSlot> pool = StructPool<RacedSlot>.Shared;
        using var owner = new Actor();
        using var other = new Actor();
        owner.Do(() => Double(pool));
        Pooled<RacedSlot>[] handles = [];
        owner.Do(() => handles = Rent(pool, 100));
        other.Do(() => Double(pool, handles));
        Assert.Equal(2, pool.GetStatistics().Doubled);
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();

        static void Double(StructPool<RacedSlot> pool, Pooled<RacedSlot>[]? handles = null)
        {
            handles ??= Rent(pool, 100);
            pool.Return(handles[0]);
            StructPool<RacedSlot>.GenerationOf((uint)handles[0].ToBits())--;    // the other thread looked before this one wrote
            pool.Return(handles);
            pool.Trim();
        }
    }

    [Fact]
    public void UncheckedPoolLosesNothingAcrossThreads()
    {
        StructPool<RawOwned> pool = StructPool<RawOwned>.Shared;
        using var renter = new Actor();
        using var freer = new Actor();
        for (int round = 0; round < 20; round++)
        {
            Pooled<RawOwned>[] handles = [];
            renter.Do(() => handles = Rent(pool, 3000));
            for (int i = 0; i < handles.Length; i++) handles[i].Value.A = i;
            for (int i = 0; i < handles.Length; i++) Assert.Equal(i, handles[i].Value.A);
            freer.Do(() => pool.Return(handles));
        }

        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void SlabsOfOneLargeObjectAreOwnedToo()
    {
        StructPool<Huge> pool = StructPool<Huge>.Shared;
        using var renter = new Actor();
        using var freer = new Actor();
        for (int round = 0; round < 5; round++)
        {
            Pooled<Huge>[] handles = [];
            renter.Do(() => handles = Rent(pool, 20));
            Assert.Equal(20, handles.Distinct().Count());
            freer.Do(() => pool.Return(handles));
            pool.Validate();
        }

        Assert.Equal(0, pool.GetStatistics().Rented);
        // On a machine of several nodes a renter that moves takes near slabs before far ones.
        Assert.InRange(pool.GetStatistics().Slabs, 20, NumaTopology.Current.Nodes * 20 + 2 * ThreadSlabs.Most + 2);
    }

    private static Pooled<T>[] Rent<T>(StructPool<T> pool, int count) where T : unmanaged
    {
        var handles = new Pooled<T>[count];
        for (int i = 0; i < count; i++) handles[i] = pool.Rent();
        return handles;
    }

    private static void RentAll<T>(StructPool<T> pool, List<Pooled<T>> handles) where T : unmanaged
    {
        while (pool.TryRent(out Pooled<T> handle)) handles.Add(handle);
    }
}
