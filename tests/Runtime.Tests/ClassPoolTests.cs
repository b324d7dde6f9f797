using System.Runtime.CompilerServices;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class ClassPoolTests
{
    [Fact]
    public void SameThreadGetsItsObjectBack()
    {
        OwnThreadItem item = OwnThreadItem.Rent();
        OwnThreadItem.Return(item);
        Assert.Same(item, OwnThreadItem.Rent());
        OwnThreadItem.Return(item);
    }

    [Fact]
    public void NullIsRefused() => Assert.Throws<ArgumentNullException>(() => Misreturned.Return(null!));

    [Fact]
    public void ObjectMadeWithNewIsRefused() =>
        Assert.Contains("made with new", Assert.Throws<InvalidOperationException>(() => Misreturned.Return(new Misreturned())).Message, StringComparison.Ordinal);

    [Fact]
    public void CloneIsRefused()
    {
        Misreturned item = Misreturned.Rent();
        var clone = (Misreturned)item.Clone();
        Assert.Contains("MemberwiseClone", Assert.Throws<InvalidOperationException>(() => Misreturned.Return(clone)).Message, StringComparison.Ordinal);
        Misreturned.Return(item);
    }

    [Fact]
    public void DerivedObjectIsRefused() =>
        Assert.Contains(nameof(Derived), Assert.Throws<InvalidOperationException>(() => Base.Return(new Derived())).Message, StringComparison.Ordinal);

    [Fact]
    public void SecondReturnThrowsObjectDisposed()
    {
        Misreturned item = Misreturned.Rent();
        Misreturned.Return(item);
        Assert.Throws<ObjectDisposedException>(() => Misreturned.Return(item));
        Misreturned.Pool.Validate();
    }

    [Fact]
    public void LeaseReturnsItsObject()
    {
        Misreturned leased;
        using (ObjectLease<Misreturned> lease = Misreturned.Lease()) leased = lease.Value;
        Assert.Throws<ObjectDisposedException>(() => Misreturned.Return(leased));
    }

    [Fact]
    public void RacingDoubleReturnIsFoundAtTheNextRent()
    {
        RacedItem item = RacedItem.Rent();
        ref uint word = ref Slot(item);
        uint live = word;
        RacedItem.Return(item);
        word = live;
        RacedItem.Return(item);

        RacedItem first = RacedItem.Rent();
        Assert.Contains("twice", Assert.Throws<InvalidOperationException>(() => RacedItem.Rent()).Message, StringComparison.Ordinal);
        RacedItem second = RacedItem.Rent();
        Assert.NotSame(first, second);
    }

    [Fact]
    public void HooksRunOnEachRentAndReturn()
    {
        Hooked item = Hooked.Rent();
        int rents = item.Rents, returns = item.Returns;
        Hooked.Return(item);
        Assert.Equal(returns + 1, item.Returns);
        Assert.Same(item, Hooked.Rent());
        Assert.Equal(rents + 1, item.Rents);

        item.RefuseReturn = true;
        Assert.Throws<InvalidTimeZoneException>(() => Hooked.Return(item));
        item.RefuseReturn = false;
        Hooked.Return(item);

        item.RefuseRent = true;
        long dropped = Hooked.Pool.GetStatistics().Dropped;
        Assert.Throws<InvalidTimeZoneException>(() => Hooked.Rent());
        PoolStatistics now = Hooked.Pool.GetStatistics();
        Assert.Equal(dropped + 1, now.Dropped);
        Assert.Equal(0, now.Rented);
        Hooked next = Hooked.Rent();
        Assert.NotSame(item, next);
        Hooked.Return(next);
        Hooked.Pool.Validate();
    }

    [Fact]
    public void ConstructorThatThrowsCostsNoSlot()
    {
        Troubled.Refuse = true;
        for (int i = 0; i < 1000; i++) Assert.Throws<InvalidTimeZoneException>(() => Troubled.Rent());
        Troubled.Refuse = false;
        Assert.Equal(0, Troubled.Pool.GetStatistics().Rented);
        Troubled.Return(Troubled.Rent());
        Troubled.Pool.Validate();
    }

    [Fact]
    public void TrimLeavesIdleObjectsToTheCollector()
    {
        WeakReference[] references = RentAndReturn();
        Assert.True(Idle.Pool.Trim() > 0);
        GC.Collect();
        Assert.All(references, reference => Assert.False(reference.IsAlive));
        Assert.Equal(0, Idle.Pool.GetStatistics().Cached);
        Idle.Return(Idle.Rent());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] RentAndReturn()
        {
            Idle[] items = [.. Enumerable.Range(0, 20_000).Select(_ => Idle.Rent())];
            foreach (Idle item in items) Idle.Return(item);
            return [.. items.Select(item => new WeakReference(item))];
        }
    }

    [Fact]
    public void ObjectsBeyondTheMostAreNotKept()
    {
        var items = new List<Numerous>();
        while (Numerous.Pool.TryRent(out Numerous? item)) items.Add(item);
        Assert.Equal(ClassPool<Numerous>.MostObjects - 1, items.Count);

        Numerous extra = Numerous.Rent();
        Numerous.Return(extra);
        Assert.Throws<ObjectDisposedException>(() => Numerous.Return(extra));
        Assert.NotSame(extra, Numerous.Rent());
        foreach (Numerous item in items) Numerous.Return(item);
        PoolStatistics now = Numerous.Pool.GetStatistics();
        Assert.Equal(0, now.Rented);
        Assert.Equal(2, now.Dropped);    // the one that TryRent refused, and the extra one
        Numerous.Pool.Trim();
        Assert.Equal(items.Count + 2, Numerous.Pool.GetStatistics().Dropped);
        Numerous.Pool.Validate();
    }

    [Fact]
    public void NoTwoThreadsEverHoldTheSameObject()
    {
        TestPools.OnThreads(8, thread =>
        {
            var random = new Random(thread);
            var mine = new List<Crowded>();
            for (int step = 0; step < 40_000; step++)
            {
                if (mine.Count < 200 && random.Next(2) == 0)
                {
                    Crowded item = Crowded.Rent();
                    Assert.Equal(0, Interlocked.Exchange(ref item.Owner, thread + 1));
                    mine.Add(item);
                }
                else if (mine.Count > 0)
                {
                    GiveBack(mine, random.Next(mine.Count), thread);
                }

                if (step % 10_000 == 9_999) Crowded.Pool.Trim();
            }

            while (mine.Count > 0) GiveBack(mine, mine.Count - 1, thread);
        });
        TestPools.CollectDeadThreads();
        Assert.Equal(0, Crowded.Pool.GetStatistics().Rented);
        Crowded.Pool.Validate();
    }

    [Fact]
    public void RentAndReturnAllocateNothing()
    {
        OwnThreadItem.Return(OwnThreadItem.Rent());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) OwnThreadItem.Return(OwnThreadItem.Rent());
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void GenericCodeReachesThePool()
    {
        Assert.Same(Misreturned.Pool, PoolOf<Misreturned>());
        Misreturned item = RentAny<Misreturned>();
        Misreturned.Return(item);

        static SlabPool PoolOf<T>() where T : ISizeClassPooled<T> => T.Pool;
        static T RentAny<T>() where T : class, IPooledObject<T> => T.Rent();
    }

    private static void GiveBack(List<Crowded> mine, int at, int thread)
    {
        Crowded item = mine[at];
        mine[at] = mine[^1];
        mine.RemoveAt(mine.Count - 1);
        Assert.Equal(thread + 1, Interlocked.Exchange(ref item.Owner, 0));
        Crowded.Return(item);
    }

    private static ref uint Slot<T>(T item) where T : class, IPooledObject<T> => ref item.PoolSlot;
}
