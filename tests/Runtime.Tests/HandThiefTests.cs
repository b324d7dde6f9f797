using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Slots leave the hands of threads that live.</summary>
[Collection("heap")]
public unsafe class HandThiefTests
{
    private struct Rested { public long A, B; }

    private struct Working { public long A, B, C; }

    private struct InSlowPath { public int A, B, C; }

    private struct Overtaken { public short A, B, C; }

    private struct Refloored { public int A, B, C, D; }

    private struct Contended { public long Owner, A, Check; }

    private struct Bulky { public long Owner, A, B, Check; }

    private struct Passing { public long Owner, Check; }

    private struct Bounded : IPoolDeclaration
    {
        public long A, B, C, D;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Bounded", MaxBytes = 65_536 };
    }

    private struct Owned : IPoolDeclaration
    {
        public long A;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Owned", Cache = CacheKind.PerThread };
    }

    [Fact]
    public void IdleLivingThreadKeepsOneSlotAfterTwoLooks()
    {
        StructPool<Rested> pool = StructPool<Rested>.Shared;
        using var idle = new Actor();
        idle.Do(() => Fill(pool, 40));
        for (int look = 0; look < 2; look++) CacheCare.ShrinkCold();
        Assert.InRange(HeldBy(idle, pool), 0, 1);
        idle.Do(() => Fill(pool, 40));
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void IdleLivingThreadKeepsOneBlockOfEachClassAfterTwoLooks()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "blocks from the system's heap wait in no hands");
        using var idle = new Actor();
        idle.Do(() =>
        {
            var blocks = new nint[SizeClasses.Count * 4];
            for (int i = 0; i < blocks.Length; i++) blocks[i] = (nint)NativeHeap.Alloc((nuint)SizeClasses.StrideOf(i % SizeClasses.Count));
            foreach (nint block in blocks) NativeHeap.Free((void*)block);
        });
        for (int look = 0; look < 2; look++) CacheCare.ShrinkCold();
        idle.Do(() =>
        {
            for (int c = 0; c < SizeClasses.Count; c++) Assert.InRange(Hand.Held(ThreadHands.TryOf(HeapSpace.Started!.CoreOf(c))), 0, 1);
        });
        NativeHeap.Validate();
    }

    [Fact]
    public void HandInUseIsLeftAlone()
    {
        StructPool<Working> pool = StructPool<Working>.Shared;
        using var busy = new Actor();

        // Others look too, now and then between two of these steps.
        for (int attempt = 0; attempt < 100; attempt++)
        {
            busy.Do(() => Fill(pool, 30));
            HandThief.EmptyRested(pool.CoreForTests);
            Pooled<Working> rented = default;
            busy.Do(() => rented = pool.Rent());
            int held = HeldBy(busy, pool);
            HandThief.EmptyRested(pool.CoreForTests);
            bool isLeft = HeldBy(busy, pool) == held;
            busy.Do(() => pool.Return(rented));
            if (isLeft && held > 1) return;
        }

        Assert.Fail("every look emptied the hand");
    }

    [Fact]
    public void HandWhoseOwnerIsInASlowPathIsPassedOver()
    {
        StructPool<InSlowPath> pool = StructPool<InSlowPath>.Shared;
        using var owner = new Actor();
        Hand* hand = null;
        owner.Do(() =>
        {
            Fill(pool, 10);
            hand = ThreadHands.TryOf(pool.CoreForTests);
            Hand.Enter(hand);
        });
        int held = HeldBy(owner, pool);
        Assert.Equal(0, HandThief.Rob(pool.CoreForTests, int.MaxValue));
        Assert.Equal(held, HeldBy(owner, pool));
        Hand.Leave(hand);
        Assert.Equal(held - 1, HandThief.Rob(pool.CoreForTests, int.MaxValue));
        Assert.Equal(0, HandThief.Rob(pool.CoreForTests, int.MaxValue));
        owner.Do(() => Fill(pool, 10));
        pool.Validate();
    }

    [Fact]
    public void CountThatFellBelowTheFloorBeforeTheSecondLookKeepsEverySlot()
    {
        StructPool<Overtaken> pool = StructPool<Overtaken>.Shared;
        using var owner = new Actor();
        owner.Do(() => Fill(pool, 10));
        int held = HeldBy(owner, pool);
        PoolCore* core = pool.CoreForTests;
        Hand* hand = null;
        core->Gate.Enter();
        owner.Do(() => Hand.Bar(hand = ThreadHands.TryOf(core)));
        Assert.True(HandThief.TryRaiseFloor(hand, out HandThief.Loot loot));

        // Rents that had seen the old floor.
        uint first = 0, second = 0;
        owner.Do(() => (first, second) = (Hand.Pop(hand), Hand.Pop(hand)));
        Assert.False(HandThief.IsBelowAllUse(loot));
        core->Gate.Exit();
        owner.Do(() => Hand.Push(hand, second));
        owner.Do(() => Hand.Push(hand, first));
        Assert.Equal(held, HeldBy(owner, pool));
        owner.Do(() => Fill(pool, 10));
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void EmptiedHandHasItsWholeRoomAgainWithoutASpill()
    {
        StructPool<Refloored> pool = StructPool<Refloored>.Shared;
        int capacity = pool.CoreForTests->HandCapacity;
        using var owner = new Actor();
        owner.Do(() =>
        {
            var handles = new Pooled<Refloored>[2 * capacity - 1];
            for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
            Hand* hand = ThreadHands.TryOf(pool.CoreForTests);
            SlotFlow.EmptyHand(pool.CoreForTests, hand);
            foreach (Pooled<Refloored> handle in handles.AsSpan(0, capacity)) pool.Return(handle);
            Assert.Equal(capacity - 1, HandThief.Rob(pool.CoreForTests, int.MaxValue));
            uint spills = hand->Spills;
            foreach (Pooled<Refloored> handle in handles.AsSpan(capacity)) pool.Return(handle);
            Assert.Equal(capacity, Hand.Held(hand));
            Assert.Equal(spills, hand->Spills);
        });
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void SlotsInAnotherLivingThreadsHandAreFoundAtTheBound()
    {
        StructPool<Bounded> pool = StructPool<Bounded>.Shared;
        var all = new List<Pooled<Bounded>>();
        while (pool.TryRent(out Pooled<Bounded> handle)) all.Add(handle);
        using var other = new Actor();
        int waiting = pool.CoreForTests->HandCapacity;
        other.Do(() =>
        {
            foreach (Pooled<Bounded> handle in all.Take(waiting)) pool.Return(handle);
            Assert.Equal(waiting, Hand.Held(ThreadHands.TryOf(pool.CoreForTests)));
        });
        all.RemoveRange(0, waiting);
        for (int i = 0; i < waiting - 1; i++) all.Add(pool.Rent());
        Assert.False(pool.TryRent(out _));
        pool.Validate();
        foreach (Pooled<Bounded> handle in all) pool.Return(handle);
    }

    [Fact]
    public void HandsOfThreadsThatOwnSlabsAreLeftAlone()
    {
        StructPool<Owned> pool = StructPool<Owned>.Shared;
        using var owner = new Actor();
        owner.Do(() => Fill(pool, 40));
        int held = HeldBy(owner, pool);
        for (int look = 0; look < 3; look++) CacheCare.ShrinkCold();
        Assert.Equal((0, held), (HandThief.Rob(pool.CoreForTests, int.MaxValue), HeldBy(owner, pool)));
    }

    [Fact]
    public void NothingIsLostOrSharedWhileAThiefTakesAllItCan()
    {
        StructPool<Contended> pool = StructPool<Contended>.Shared;
        long taken = WhileStolenFrom(pool, (thread, round) =>
        {
            var handles = new Pooled<Contended>[1 + (round * 7 + thread) % 110];
            for (int i = 0; i < 200; i++) Use(ref handles[0], pool, thread);
            for (int i = 0; i < handles.Length; i++) handles[i] = RentFor(pool, thread + i * 8);
            for (int i = 0; i < handles.Length; i++) ReturnOf(pool, handles[i], thread + i * 8);
        });
        Assert.True(taken > 0);
    }

    [Fact]
    public void NothingIsLostOrSharedInBulkWhileAThiefTakesAllItCan()
    {
        StructPool<Bulky> pool = StructPool<Bulky>.Shared;
        long taken = WhileStolenFrom(pool, (thread, round) =>
        {
            var handles = new Pooled<Bulky>[1 + (round * 5 + thread) % 60];
            pool.Rent(handles);
            for (int i = 0; i < handles.Length; i++) (handles[i].Value.Owner, handles[i].Value.Check) = (thread * 1000 + i, ~(thread * 1000L + i));
            for (int i = 0; i < handles.Length; i++) Assert.Equal((thread * 1000 + i, ~(thread * 1000L + i)), (handles[i].Value.Owner, handles[i].Value.Check));
            pool.Return(handles);
            if (round % 64 == 0) pool.Trim();
        });
        Assert.True(taken > 0);
    }

    [Fact]
    public void ThreadsThatEndWhileAThiefIsAboutLoseNothing()
    {
        StructPool<Passing> pool = StructPool<Passing>.Shared;
        WhileStolenFrom(pool, (thread, round) =>
        {
            if (round % 16 != 0) return;
            var passing = new Thread(() => Fill(pool, 20 + round % 40));
            passing.Start();
            if (round % 32 == 0) passing.Join();
            SlabwiseControl.ReclaimDeadThreads();
        }, untilTaken: false);
    }

    private static long WhileStolenFrom<T>(StructPool<T> pool, Action<int, int> round, bool untilTaken = true) where T : unmanaged
    {
        // Until enough was taken for a race of some nanoseconds to have come up, or so many rounds that there never will be.
        const int Owners = 2, LeastRounds = 500, MostRounds = 100_000;
        const long Enough = 100_000;
        int running = Owners;
        long taken = 0;
        TestPools.OnThreads(Owners + 1, thread =>
        {
            if (thread == Owners)
            {
                while (Volatile.Read(ref running) > 0) Interlocked.Add(ref taken, HandThief.Rob(pool.CoreForTests, int.MaxValue));
                return;
            }

            try
            {
                for (int i = 0; i < LeastRounds || (i < MostRounds && untilTaken && Volatile.Read(ref taken) < Enough); i++) round(thread, i);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });
        Assert.True(TestPools.Eventually(() => pool.GetStatistics() is { Rented: 0, Doubled: 0, Hands: 0 }), pool.GetStatistics().ToString());
        pool.Validate();
        return taken;
    }

    private static void Use(ref Pooled<Contended> handle, StructPool<Contended> pool, long owner)
    {
        handle = RentFor(pool, owner);
        ReturnOf(pool, handle, owner);
    }

    private static Pooled<Contended> RentFor(StructPool<Contended> pool, long owner)
    {
        Pooled<Contended> handle = pool.Rent();
        (handle.Value.Owner, handle.Value.Check) = (owner, ~owner);
        return handle;
    }

    private static void ReturnOf(StructPool<Contended> pool, Pooled<Contended> handle, long owner)
    {
        if (handle.Value.Owner != owner || handle.Value.Check != ~owner) throw new InvalidOperationException("somebody else wrote to this object");
        pool.Return(handle);
    }

    private static void Fill<T>(StructPool<T> pool, int count) where T : unmanaged
    {
        var handles = new Pooled<T>[count];
        for (int i = 0; i < count; i++) handles[i] = pool.Rent();
        foreach (Pooled<T> handle in handles) pool.Return(handle);
    }

    private static int HeldBy<T>(Actor thread, StructPool<T> pool) where T : unmanaged
    {
        int held = 0;
        thread.Do(() => held = Hand.Held(ThreadHands.TryOf(pool.CoreForTests)));
        return held;
    }
}
