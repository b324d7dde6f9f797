using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Pools;
using Xunit;

namespace Slabwise.Runtime.Tests;

[Collection(nameof(RecordingMemory))]
public unsafe class NumaPoolTests
{
    private const int Slab = 1024, SlabBytes = 64 * Slab;

    [Fact]
    public void OneNodeHasNoParts()
    {
        using var pool = new NodePool();
        Assert.SkipUnless(NumaTopology.Current.Nodes == 1, "this machine has several");
        Assert.False(pool.Core->Slabs.IsShared);
        Assert.Equal(1, pool.Core->Slabs.Tiers);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void PartOfANodeIsBoundToItWithItsGenerationsAndItsBookkeeping(int count)
    {
        RequireRanges();
        using var memory = new RecordingMemory();
        using var nodes = new TestNodes(count);
        using var pool = new NodePool();
        Assert.Equal(count, pool.Core->Slabs.Tiers);
        for (int node = 0; node < count; node++)
        {
            pool.EmptyCaches();
            nodes.RunOn(node);
            foreach (uint slot in pool.Rent(2000))
            {
                Assert.Equal(node, pool.Parts->NodeOf(slot));
                Assert.Equal(nodes.NumberOf(node), memory.NodeOf((nint)pool.AddressOf(slot)));
                if (pool.Parts->FirstOf(node) + 1024 < slot) Assert.Equal(nodes.NumberOf(node), memory.NodeOf((nint)(pool.Core->Memory.Generations + slot)));
            }

            if (node > 0) Assert.Equal(nodes.NumberOf(node), memory.NodeOf((nint)NodeParts.At(pool.Parts, node)));
        }

        pool.Validate(rented: 2000 * count);
    }

    [Fact]
    public void PartsMakeUpTheRange()
    {
        RequireRanges();
        using var memory = new RecordingMemory();
        using var nodes = new TestNodes(3);
        using var pool = new NodePool(maxBytes: 100L * SlabBytes);
        RecordingMemory.Binding[] slabs = [.. memory.Bindings.Where(binding => binding.Address >= (nint)pool.Core->Memory.Base && binding.Address < (nint)pool.Core->Memory.Base + 100 * SlabBytes)];
        Assert.Equal([33 * SlabBytes, 33 * SlabBytes, 34 * SlabBytes], slabs.Select(binding => (long)binding.Bytes));
        Assert.Equal((nint)pool.Core->Memory.Base, slabs[0].Address);
        for (int node = 1; node < 3; node++) Assert.Equal(slabs[node - 1].Address + slabs[node - 1].Bytes, slabs[node].Address);
    }

    [Fact]
    public void SlotsThatAreReturnedElsewhereGoHome()
    {
        RequireRanges();
        RequireSmallHands();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool();
        uint[] slots = pool.Rent(2000);
        pool.EmptyCaches();
        nodes.RunOn(1);
        pool.Return(slots);
        Assert.Equal(0, NodeTransfer.At(pool.Core, 1).CountSlots());
        Assert.True(NodeTransfer.At(pool.Core, 0).CountSlots() >= 1800);
        Assert.All(pool.Rent(1000), slot => Assert.Equal(1, pool.Parts->NodeOf(slot)));
        pool.Validate(rented: 1000);
    }

    [Fact]
    public void MixedSlotsAreSortedByTheirHome()
    {
        RequireRanges();
        using var nodes = new TestNodes(3);
        using var pool = new NodePool();
        uint[][] rented = new uint[3][];
        for (int node = 0; node < 3; node++)
        {
            nodes.RunOn(node);
            rented[node] = pool.Rent(600);
        }

        nodes.RunOn(2);
        pool.Return([.. Enumerable.Range(0, 600).SelectMany(at => new[] { rented[0][at], rented[1][at], rented[2][at] })]);
        pool.Validate(rented: 0);
        pool.Drain();
        pool.Validate(rented: 0);
        Assert.Equal(0, pool.Core->Slabs.Used);
    }

    [Fact]
    public void FewForeignSlotsGoToTheirSlabsAtOnce()
    {
        RequireRanges();
        RequireSmallHands();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool();
        uint[] foreign = pool.Rent(10);
        pool.EmptyCaches();
        nodes.RunOn(1);
        uint[] own = pool.Rent(120);
        pool.Return([.. foreign, .. own]);
        Assert.All(foreign, slot => Assert.True(pool.Core->Slabs.IsFree(slot)));
        pool.Validate(rented: 0);
    }

    [Fact]
    public void FullPartLeavesItsRentsToTheNearestThatHasRoom()
    {
        RequireRanges();
        using var nodes = new TestNodes(3);
        using var pool = new NodePool(maxBytes: 30L * SlabBytes);
        nodes.RunOn(2);
        uint[] slots = pool.Rent(31 * Slab);
        int[] homes = [.. slots.Select(pool.Parts->NodeOf)];

        // Each tier's slot 0 is never handed out.
        Assert.Equal(30 * Slab - 3, slots.Distinct().Count());
        Assert.Equal(2, homes[0]);
        Assert.True(Array.LastIndexOf(homes, 2) < Array.IndexOf(homes, 0), "the far node served while the own one had slots");
        Assert.True(Array.LastIndexOf(homes, 1) < Array.IndexOf(homes, 0), "the farthest node served before the nearest");
        Assert.Empty(pool.Rent(1));
        pool.Return(slots.AsSpan(0, 100));
        Assert.Equal(100, pool.Rent(200).Length);
        pool.Validate(rented: 30 * Slab - 3);
    }

    [Fact]
    public void WaitingBatchOfAnotherNodeServesBeforeThePoolGivesUp()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool(maxBytes: 16L * SlabBytes);
        uint[] all = pool.Rent(17 * Slab);
        nodes.RunOn(1);
        pool.Return(all.Where(slot => pool.Parts->NodeOf(slot) == 0).Take(1024).ToArray());
        Assert.True(NodeTransfer.At(pool.Core, 0).CountSlots() > 0);
        Assert.Equal(1024, pool.Rent(2000).Length);
        pool.Validate(rented: all.Length);
    }

    [Fact]
    public void SmallPoolStaysWhole()
    {
        using var nodes = new TestNodes(4);
        using var pool = new NodePool(maxBytes: 20L * SlabBytes);
        Assert.False(pool.Core->Slabs.IsShared);
        Assert.Equal(20 * Slab - 1, pool.Rent(21 * Slab).Length);
    }

    [Fact]
    public void FreePagesOfAllNodesDecay()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool();
        uint[] near = pool.Rent(5000);
        nodes.RunOn(1);
        uint[] far = pool.Rent(5000);
        foreach (uint slot in near.Concat(far)) *pool.AddressOf(slot) = 1;
        pool.Return(near);
        pool.Return(far);
        pool.Drain();
        PageCounts before = pool.Core->Slabs.Count(ref pool.Core->Memory);
        Assert.InRange(before.Dirty, 2 * 5000 * 64, 2 * 6 * SlabBytes);
        Assert.Equal(pool.Core->Slabs.MappedBytes(in pool.Core->Memory), before.Mapped);

        long start = Environment.TickCount64;
        for (int look = 0; look < 4; look++) pool.Core->Slabs.Decay(ref pool.Core->Memory, start + look * 20_000, 10_000, 0);
        Assert.Equal(0, pool.Core->Slabs.Count(ref pool.Core->Memory).Resident);
        Assert.Equal(0, *pool.AddressOf(near[0]) + *pool.AddressOf(far[0]));
        pool.Validate(rented: 0);
    }

    [Fact]
    public void PurgeReachesAllNodes()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool();
        uint[] near = pool.Rent(3000);
        nodes.RunOn(1);
        uint[] far = pool.Rent(3000);
        pool.Return([.. near, .. far]);
        pool.Drain();
        long held = pool.Core->Slabs.Count(ref pool.Core->Memory).Resident;
        Assert.True(held > 2 * 3000 * 64);
        Assert.Equal(held, pool.Core->Slabs.Purge(ref pool.Core->Memory));
        Assert.Equal(0, pool.Core->Slabs.Count(ref pool.Core->Memory).Resident);
    }

    [Fact]
    public void PoolOfOneSlotASlabThatNobodyUsedHasNothingToPurge()
    {
        PoolCore* core = StructPoolStart.Start(new PoolDeclaration { Name = "unused" }, 100_000).Core;
        Assert.Equal(0, core->Memory.SlotShift);
        Assert.Equal(0, core->Slabs.Purge(ref core->Memory));
        PoolCore.Close(core);
    }

    [Fact]
    public void ClosedPoolLeavesNothingBehind()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        UseAndClose(nodes);    // lists and chunks that stay for the next one
        DecayCare.Purge();
        long mapped = PageHeap.MappedBytes, resident = PageHeap.ResidentBytes, reserved = PageHeap.ReservedBytes, metadata = MetadataHeap.Bytes;
        UseAndClose(nodes);
        Assert.Equal(mapped, PageHeap.MappedBytes);
        Assert.Equal(resident, PageHeap.ResidentBytes);
        Assert.Equal(reserved, PageHeap.ReservedBytes);

        // The block itself stays for late hands.
        Assert.InRange(MetadataHeap.Bytes - metadata, 0, 1024);
    }

    [Fact]
    public void SlabsThatThreadsOwnAreOfTheirNode()
    {
        RequireRanges();
        using var memory = new RecordingMemory();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool(cache: CacheKind.PerThread);
        using var near = new Actor();
        using var far = new Actor();
        uint[] ofNear = [], ofFar = [];
        near.Do(() => ofNear = pool.Rent(3000));
        nodes.RunOn(1);
        far.Do(() => ofFar = pool.Rent(3000));
        Assert.All(ofNear, slot => Assert.Equal(0, pool.Parts->NodeOf(slot)));
        Assert.All(ofFar, slot => Assert.Equal(1, pool.Parts->NodeOf(slot)));
        Assert.Equal(nodes.NumberOf(1), memory.NodeOf((nint)pool.AddressOf(ofFar[0])));
        Assert.Equal(nodes.NumberOf(1), memory.NodeOf((nint)NodeSharded.Find(pool.Core, NodeSharded.At(pool.Core, 1)->SlabOf(ofFar[0]))));
        pool.Validate(rented: 6000);

        // What one thread returns is the other's: it waits for its owner, and is not rented here.
        far.Do(() =>
        {
            pool.Return(ofNear);
            ThreadHands.EmptyCurrent(pool.Core);
            Assert.All(pool.Rent(1000), slot => Assert.Equal(1, pool.Parts->NodeOf(slot)));
        });
        near.Do(() => ThreadHands.EmptyCurrent(pool.Core));
        far.Do(() => ThreadHands.EmptyCurrent(pool.Core));
        pool.Validate(rented: 4000);
    }

    [Fact]
    public void AbandonedSlabOfAnotherNodeIsNotKeptByWhoFreesIntoIt()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool(cache: CacheKind.PerThread);
        uint[] slots = [];
        using (var renter = new Actor())
        {
            renter.Do(() =>
            {
                slots = pool.Rent(2 * Slab);
                ThreadHands.EmptyCurrent(pool.Core);
            });
        }

        nodes.RunOn(1);
        using var freer = new Actor();
        freer.Do(() =>
        {
            pool.Return(slots.AsSpan(0, 1500));
            ThreadHands.EmptyCurrent(pool.Core);
            Assert.Equal(0, NodeSharded.Count(pool.Core).Owned);
            Assert.All(pool.Rent(500), slot => Assert.Equal(1, pool.Parts->NodeOf(slot)));
            ThreadHands.EmptyCurrent(pool.Core);
        });
        pool.Validate(rented: 2 * Slab - 1500 + 500);
    }

    [Fact]
    public void PoolOfOwnedSlabsAtItsBoundTakesWhatWaitsOnOtherNodes()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        using var pool = new NodePool(maxBytes: 32L * SlabBytes, cache: CacheKind.PerThread);
        using var near = new Actor();
        using var far = new Actor();
        uint[] all = [];
        near.Do(() => all = pool.Rent(33 * Slab));
        Assert.Equal(32 * Slab - 2, all.Distinct().Count());
        nodes.RunOn(1);
        far.Do(() =>
        {
            pool.Return(all.AsSpan(0, 1000));
            Assert.Equal(1000, pool.Rent(2000).Length);
            ThreadHands.EmptyCurrent(pool.Core);
        });
        near.Do(() => ThreadHands.EmptyCurrent(pool.Core));
        pool.Validate(rented: all.Length);
    }

    [Fact]
    public void MisuseOfAFarSlotIsSeen()
    {
        RequireRanges();
        using var nodes = new TestNodes(2);
        StructPool<Far> pool = StructPool<Far>.Shared;
        nodes.RunOn(1);
        Pooled<Far> handle = pool.Rent();
        handle.Value.A = 7;
        uint slot = (uint)handle.ToBits();
        Assert.Equal(1, pool.CoreForTests->Slabs.Parts->NodeOf(slot));
        Assert.Equal(7, handle.Value.A);
        nodes.RunOn(0);
        pool.Return(handle);
        Assert.Throws<ObjectDisposedException>(() => handle.Value.A);
        Assert.Throws<ObjectDisposedException>(() => pool.Return(handle));
        uint beyond = pool.CoreForTests->Slabs.Parts->FirstOf(1) + 5_000_000;
        Assert.Throws<InvalidOperationException>(() => pool.Return(Pooled<Far>.FromBits(3UL << 32 | beyond)));
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal(0, now.Rented);
        pool.Validate();
        pool.Trim();
        pool.Validate();
    }

    [Fact]
    public void ThreadsOfTwoNodesPassObjectsToEachOtherAndLoseNone()
    {
        RequireRanges();
        RequireSmallHands();
        Assert.SkipUnless(Environment.ProcessorCount > 1, "needs two CPUs");
        using var nodes = new TestNodes(2);
        NumaTopology.Current = new NumaTopology([nodes.NumberOf(0), nodes.NumberOf(1)], [0, 1], [[0, 1], [1, 0]]);
        using var pool = new NodePool();
        using var exchange = new System.Collections.Concurrent.BlockingCollection<uint[]>(8);
        using var back = new System.Collections.Concurrent.BlockingCollection<uint[]>(8);
        long foreign = 0, all = 0;
        TestPools.OnThreads(2, thread =>
        {
            TestPools.PinTo(thread);
            var (from, to) = thread == 0 ? (back, exchange) : (exchange, back);
            for (int round = 0; round < 2000; round++)
            {
                uint[] mine = pool.Rent(100 + round % 150);
                Interlocked.Add(ref all, mine.Length);
                foreach (uint slot in mine)
                {
                    *(uint*)pool.AddressOf(slot) = slot;
                    if (pool.Parts->NodeOf(slot) != thread) Interlocked.Increment(ref foreign);
                }

                to.Add(mine);
                uint[] theirs = from.Take();
                foreach (uint slot in theirs) Assert.Equal(slot, *(uint*)pool.AddressOf(slot));
                pool.Return(theirs);
            }

            ThreadHands.EmptyCurrent(pool.Core);
        });
        pool.Validate(rented: 0);

        // All that a thread returns here is the other's. What ends up in its hand, and no more than that, it rents itself.
        Assert.True(foreign * 3 < all, $"{foreign} of {all} rents were foreign");
        pool.Drain();
        Assert.Equal(0, pool.Core->Slabs.Used);
    }

    private static void UseAndClose(TestNodes nodes)
    {
        using var pool = new NodePool();
        nodes.RunOn(0);
        uint[] near = pool.Rent(3000);
        nodes.RunOn(1);
        pool.Return(near.AsSpan(0, 1000));
        pool.Return(pool.Rent(3000));
    }

    // A hand is not sorted by node, and on the portable path it is four times as large.
    private static void RequireSmallHands() => Assert.SkipUnless(RseqPath.IsActive, "a hand of the portable path holds 384 slots, wherever they are from");

    private static void RequireRanges() => Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a table has no parts");

    private struct Far
    {
        public long A;
    }
}
