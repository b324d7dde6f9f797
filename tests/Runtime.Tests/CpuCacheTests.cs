using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <remarks>Alone: all pools of the process share a CPU's budget, and a test that keeps many busy leaves nothing for a first block.</remarks>
[CollectionDefinition(nameof(CpuCacheTests), DisableParallelization = true)]
[Collection(nameof(CpuCacheTests))]
public unsafe class CpuCacheTests
{
    private const int Stride = 1024;

    // Earlier tests' blocks are cold now: each look halves them.
    public CpuCacheTests()
    {
        for (int look = 0; look < 8; look++) CacheCare.ShrinkCold();
    }

    [Fact]
    public void BlockStartsSmallAndGrowsWithOverflow()
    {
        Assert.SkipUnless(RseqPath.IsActive, RseqPath.Reason);
        using var pool = new CorePool(Stride);
        pool.SpillHere(60);
        Assert.Equal(120, pool.LargestCapacity);
        for (int i = 0; i < 50; i++) pool.SpillHere(128);
        Assert.InRange(pool.LargestCapacity, 248, 504);
        pool.Core->Slabs.Validate("test", in pool.Core->Memory);
    }

    [Fact]
    public void ColdBlockShrinksToNothingAndLosesNoSlot()
    {
        Assert.SkipUnless(RseqPath.IsActive, RseqPath.Reason);
        using var pool = new CorePool(Stride);
        for (int i = 0; i < 10; i++) pool.SpillHere(100);
        long used = pool.Core->Slabs.Used;
        long cached = CpuCaches.CountSlots(pool.Core);
        Assert.True(cached >= 100);
        for (int i = 0; i < 12; i++) CacheCare.ShrinkCold();
        Assert.Equal(0, CpuCaches.CountSlots(pool.Core));
        Assert.Equal(0, pool.LargestCapacity);
        Assert.Equal(used - cached, pool.Core->Slabs.Used);
        pool.Core->Slabs.Validate("test", in pool.Core->Memory);
    }

    [Fact]
    public void BlockInUseDoesNotShrink()
    {
        Assert.SkipUnless(RseqPath.IsActive, RseqPath.Reason);
        using var pool = new CorePool(Stride);
        pool.OnOneCpu(() =>
        {
            for (int i = 0; i < 10; i++) pool.SpillHere(100);
            int capacity = pool.LargestCapacity;
            for (int i = 0; i < 6; i++)
            {
                pool.SpillHere(1);
                CacheCare.ShrinkCold();
            }

            Assert.Equal(capacity, pool.LargestCapacity);
        });
    }

    [Fact]
    public void BusyPoolTakesItsCapacityFromColdOnes()
    {
        Assert.SkipUnless(RseqPath.IsActive, RseqPath.Reason);
        const int Pools = 24;
        CorePool[] cold = [.. Enumerable.Range(0, Pools).Select(_ => new CorePool(Stride))];
        using var busy = new CorePool(Stride);
        busy.OnOneCpu(() =>
        {
            // Each would have 504 KiB: 24 of them are three budgets.
            foreach (CorePool pool in cold)
            {
                for (int i = 0; i < 20; i++) pool.SpillHere(128);
                AssertWithinBudget();
            }

            for (int i = 0; i < 400 && busy.LargestCapacity < 504; i++) busy.SpillHere(128);
            Assert.Equal(504, busy.LargestCapacity);
            AssertWithinBudget();
        });
        Assert.Contains(cold, pool => pool.LargestCapacity < 504);
        foreach (CorePool pool in cold)
        {
            pool.Core->Slabs.Validate("test", in pool.Core->Memory);
            pool.Dispose();
        }
    }

    [Fact]
    public void PoolsThatCloseLeaveTheirBudgetToOthers()
    {
        Assert.SkipUnless(RseqPath.IsActive, RseqPath.Reason);

        // Half a MiB each: the ninth would find nothing left.
        for (int i = 0; i < 40; i++)
        {
            using var pool = new CorePool(Stride);
            pool.OnOneCpu(() =>
            {
                for (int spill = 0; spill < 400 && pool.LargestCapacity < 504; spill++) pool.SpillHere(128);
            });
            Assert.Equal(504, pool.LargestCapacity);
        }
    }

    [Fact]
    public void StatisticsSayHowCachesAreTakenFromACpu()
    {
        string way = SlabwiseStatistics.Capture().DrainPath;
        if (RseqPath.IsActive) Assert.Contains(way, new[] { "membarrier", "visits" });
        else Assert.Empty(way);
    }

    [Fact]
    public void VisitToACpuStopsItsSequences()
    {
        Assert.SkipUnless(RseqPath.IsActive && AffinityVisit.IsPossible, "needs the sequences, and leave to change CPUs");
        for (int cpu = 0; cpu < Environment.ProcessorCount; cpu++) Assert.True(AffinityVisit.TryVisit(cpu));
        Assert.True(AffinityVisit.TryVisit(CpuTopology.PossibleCpus + 100), "a CPU that does not exist has nothing to stop");
    }

    [Fact]
    public void DrainByVisitsLosesNothingWhileOthersRentAndReturn()
    {
        Assert.SkipUnless(RseqPath.IsActive && AffinityVisit.IsPossible, "needs the sequences, and leave to change CPUs");
        CpuFence.UseVisits = true;
        try
        {
            using var pool = new CorePool(64);
            int running = 3;
            TestPools.OnThreads(4, thread =>
            {
                if (thread == 3)
                {
                    while (Volatile.Read(ref running) > 0) CpuCaches.DrainAll(pool.Core);
                    return;
                }

                for (int i = 0; i < 3000; i++) pool.SpillHere(64);
                Interlocked.Decrement(ref running);
            });
            CpuCaches.DrainAll(pool.Core);
            while (NodeTransfer.CountSlots(pool.Core) > 0) SlotFlow.Drain(pool.Core);
            Assert.Equal(0, pool.Core->Slabs.Doubled);
            Assert.Equal(0, pool.Core->Slabs.Used);
            pool.Core->Slabs.Validate("test", in pool.Core->Memory);
        }
        finally
        {
            CpuFence.UseVisits = false;
        }
    }

    [Fact]
    public void TypeThatIsTouchedOnceCostsLittle()
    {
        Assert.SkipUnless(RseqPath.IsActive, RseqPath.Reason);
        Assert.SkipUnless(NumaTopology.Current.Nodes == 1, "each node has bookkeeping of its own");
        AssertFrugal(StructPool<Touched8>.Shared);
        AssertFrugal(StructPool<Touched64>.Shared);
        AssertFrugal(StructPool<Touched4096>.Shared);
    }

    private static void AssertFrugal<T>(StructPool<T> pool) where T : unmanaged
    {
        pool.Return(pool.Rent());
        long hand = (Hand.BytesFor(pool.CoreForTests->HandCapacity) + 63) & ~63;
        Assert.InRange(PoolCore.BytesOf(pool.CoreForTests) + hand, 1, 512 * Math.Max(2, CpuTopology.PossibleCpus));
    }

    private struct Touched8 { public long A; }

    private struct Touched64 { public long A, B, C, D, E, F, G, H; }

    [System.Runtime.CompilerServices.InlineArray(512)]
    private struct Touched4096 { public long A; }

    private static void AssertWithinBudget()
    {
        for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++) Assert.InRange(CpuBudget.Taken(cpu), 0, CpuBudget.Bytes);
    }

    /// <summary>A pool's tiers without the pool: slots without memory.</summary>
    private sealed class CorePool : IDisposable
    {
        public readonly PoolCore* Core;

        public CorePool(int stride)
        {
            SlabwiseOptions.Freeze();
            Core = PoolCore.Create(PoolShape.For(stride, perCpu: true, maxCached: 0));
            Core->Slabs.Initialize(1 << 14, 6);
        }

        public int LargestCapacity =>
            Enumerable.Range(0, CpuTopology.PossibleCpus).Max(cpu => (int)CpuTable.Entries(Core->Cpus)[cpu]->Capacity);

        /// <summary>Takes fresh slots from the slabs and gives them to this CPU's block, the rest back to the slabs.</summary>
        public void SpillHere(int count)
        {
            uint* slots = stackalloc uint[132];
            int taken = Core->Slabs.Take(ref Core->Memory, slots, count);
            int given = CpuCaches.Push(Core, slots, taken);
            Core->Slabs.Give(ref Core->Memory, slots + given, taken - given);
        }

        public void OnOneCpu(Action body)
        {
            Exception? failure = null;
            var thread = new Thread(() =>
            {
                try
                {
                    TestPools.PinTo(0);
                    body();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            });
            thread.Start();
            thread.Join();
            if (failure is not null) throw new AggregateException(failure);
        }

        public void Dispose() => PoolCore.Close(Core);
    }
}
