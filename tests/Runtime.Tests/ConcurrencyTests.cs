using System.Collections.Concurrent;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class ConcurrencyTests
{
    private struct Shared64 { public long Owner, B, C, D, E, F, G, Check; }

    private struct Handed { public long Owner, Check; }

    private struct OfDeadThread { public long A; }

    private struct MidBatch { public long A; }

    private struct Trimmed { public long Owner, Check; }

    [Fact]
    public void NoTwoThreadsEverHoldTheSameObject()
    {
        StructPool<Shared64> pool = StructPool<Shared64>.Shared;
        TestPools.OnThreads(8, thread =>
        {
            var random = new Random(thread);
            var mine = new List<Pooled<Shared64>>();
            for (int step = 0; step < 60_000; step++)
            {
                if (mine.Count < 300 && random.Next(2) == 0) mine.Add(RentFor(pool, thread * 1_000_000L + step));
                else if (mine.Count > 0) ReturnChecked(pool, mine, random.Next(mine.Count));
            }

            while (mine.Count > 0) ReturnChecked(pool, mine, mine.Count - 1);
        });
        AtRest(pool);
    }

    [Fact]
    public void ObjectsReturnedOnOtherThreadsComeBackWhole()
    {
        StructPool<Handed> pool = StructPool<Handed>.Shared;
        using var queue = new BlockingCollection<Pooled<Handed>[]>(64);
        const int Groups = 2000;
        TestPools.OnThreads(4, thread =>
        {
            if (thread % 2 == 0)
            {
                for (int g = 0; g < Groups; g++)
                {
                    var group = new Pooled<Handed>[128];
                    pool.Rent(group);
                    for (int i = 0; i < group.Length; i++) (group[i].Value.Owner, group[i].Value.Check) = (g * 128 + i, ~(g * 128L + i));
                    queue.Add(group);
                }
            }
            else
            {
                for (int g = 0; g < Groups; g++)
                {
                    Pooled<Handed>[] group = queue.Take();
                    foreach (Pooled<Handed> handle in group) Assert.Equal(~handle.Value.Owner, handle.Value.Check);
                    if (g % 2 == 0) pool.Return(group);
                    else foreach (Pooled<Handed> handle in group) pool.Return(handle);
                }
            }
        });
        AtRest(pool);
        // What may wait: hands, CPU blocks and 64 batches; the ring held 64 groups, and two threads a group each.
        PoolStatistics now = pool.GetStatistics();
        Assert.InRange(now.Slabs * 65_536 / 16, 1, 200_000);
    }

    [Fact]
    public void DeadThreadsHandComesBack()
    {
        StructPool<OfDeadThread> pool = StructPool<OfDeadThread>.Shared;
        TestPools.OnThreads(6, _ =>
        {
            var handles = new Pooled<OfDeadThread>[40];
            pool.Rent(handles);
            pool.Return(handles);
        });
        Assert.True(TestPools.Eventually(() => pool.GetStatistics().Hands == 0));
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    private struct OfReclaimedThread { public long A, B, C; }

    private struct OfLivingThread { public long A, B, C; }

    [Fact]
    public void DeadThreadsHandComesBackOnRequestWithoutACollection()
    {
        StructPool<OfReclaimedThread> pool = StructPool<OfReclaimedThread>.Shared;
        for (int attempt = 0; attempt < 50; attempt++)
        {
            int collections = GC.CollectionCount(0);
            TestPools.OnThreads(6, _ => pool.Return(pool.Rent()));
            int held = pool.GetStatistics().Hands;
            for (int i = 0; i < 50 && pool.GetStatistics().Hands > 0; i++)
            {
                SlabwiseControl.ReclaimDeadThreads();
                Thread.Sleep(i);
            }

            // A collection on another test's account could have done it.
            if (GC.CollectionCount(0) != collections || held == 0) continue;
            Assert.Equal(0, pool.GetStatistics().Hands);
            pool.Validate();
            return;
        }

        Assert.Fail("every attempt saw a garbage collection");
    }

    [Fact]
    public void LivingThreadKeepsItsHand()
    {
        StructPool<OfLivingThread> pool = StructPool<OfLivingThread>.Shared;
        using var rented = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        Pooled<OfLivingThread> again = default;
        var thread = new Thread(() =>
        {
            pool.Return(pool.Rent());
            rented.Set();
            asked.Wait();
            again = pool.Rent();
            pool.Return(again);
        });
        thread.Start();
        rented.Wait();
        SlabwiseControl.ReclaimDeadThreads();
        Assert.True(pool.GetStatistics().Hands >= 1);
        asked.Set();
        thread.Join();
        Assert.False(again.IsDefault);
    }

    [Fact]
    public void DeadThreadsBatchComesBack()
    {
        StructPool<MidBatch> pool = StructPool<MidBatch>.Shared;
        var orphans = new ConcurrentBag<Pooled<MidBatch>>();
        TestPools.OnThreads(4, _ =>
        {
            var handles = new Pooled<MidBatch>[150];
            pool.Rent(handles);
            pool.Return(handles.AsSpan(0, 70));
            foreach (Pooled<MidBatch> handle in handles.AsSpan(70)) orphans.Add(handle);
        });
        TestPools.CollectDeadThreads();
        Assert.Equal(4 * 80, pool.GetStatistics().Rented);
        foreach (Pooled<MidBatch> handle in orphans) handle.Dispose();
        AtRest(pool);
        pool.Trim();
        Assert.Equal(0, pool.GetStatistics().Cached);
    }

    [Fact]
    public void TrimWhileOthersRentLosesNothing()
    {
        StructPool<Trimmed> pool = StructPool<Trimmed>.Shared;
        int running = 3;
        TestPools.OnThreads(4, thread =>
        {
            if (thread == 3)
            {
                while (Volatile.Read(ref running) > 0) pool.Trim();
                return;
            }

            var handles = new Pooled<Trimmed>[400];
            for (int round = 0; round < 400; round++)
            {
                pool.Rent(handles);
                for (int i = 0; i < handles.Length; i++) (handles[i].Value.Owner, handles[i].Value.Check) = (thread * 1000 + i, ~(thread * 1000L + i));
                foreach (Pooled<Trimmed> handle in handles) Assert.Equal(~handle.Value.Owner, handle.Value.Check);
                pool.Return(handles);
            }

            Interlocked.Decrement(ref running);
        });
        AtRest(pool);
    }

    private static Pooled<Shared64> RentFor(StructPool<Shared64> pool, long owner)
    {
        Pooled<Shared64> handle = pool.Rent();
        handle.Value.Owner = owner;
        handle.Value.Check = ~owner;
        return handle;
    }

    private static void ReturnChecked(StructPool<Shared64> pool, List<Pooled<Shared64>> mine, int at)
    {
        Pooled<Shared64> handle = mine[at];
        if (handle.Value.Check != ~handle.Value.Owner) throw new InvalidOperationException("somebody else wrote to this object");
        mine[at] = mine[^1];
        mine.RemoveAt(mine.Count - 1);
        pool.Return(handle);
    }

    private static void AtRest<T>(StructPool<T> pool) where T : unmanaged
    {
        TestPools.CollectDeadThreads();
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }
}
