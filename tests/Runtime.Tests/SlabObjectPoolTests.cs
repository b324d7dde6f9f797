using Microsoft.Extensions.ObjectPool;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class SlabObjectPoolTests
{
    [Fact]
    public void SameThreadGetsItsObjectBack()
    {
        var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>());
        Item item = pool.Get();
        pool.Return(item);
        Assert.Same(item, pool.Get());
        pool.Return(item);
        pool.Validate();
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentNullException>("policy", () => new SlabObjectPool<Item>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("maximumRetained", () => new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>(), -1));
        var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>());
        Assert.Throws<ArgumentNullException>("obj", () => pool.Return(null!));
        Assert.Throws<ArgumentNullException>("policy", () => new SlabObjectPoolProvider().Create<Item>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabObjectPoolProvider { MaximumRetained = -1 });
    }

    [Fact]
    public void SecondReturnThrowsAndThePolicyDoesNotSeeIt()
    {
        var policy = new Policy();
        var pool = new SlabObjectPool<Item>(policy);
        Item item = pool.Get();
        pool.Return(item);
        Assert.Contains(pool.Name, Assert.Throws<InvalidOperationException>(() => pool.Return(item)).Message, StringComparison.Ordinal);
        TestPools.OnThreads(2, _ => Assert.Throws<InvalidOperationException>(() => pool.Return(item)));
        Assert.Equal(1, policy.Returns);
        Assert.Equal(3, pool.GetStatistics().DoubleReturns);
        pool.Validate();
    }

    [Fact]
    public void WhatThePolicyRefusesIsDroppedAndDisposed()
    {
        var policy = new Policy { Accepts = false };
        var pool = new SlabObjectPool<Item>(policy);
        Item item = pool.Get();
        pool.Return(item);
        Assert.True(item.Disposed);
        Assert.Equal((0, 1), (pool.GetStatistics().Idle, pool.GetStatistics().Dropped));
        pool.Validate();
    }

    [Fact]
    public void PolicyThatThrowsLosesOnlyThatObject()
    {
        var policy = new Policy();
        var pool = new SlabObjectPool<Item>(policy);
        Item kept = pool.Get(), lost = pool.Get();
        pool.Return(kept);
        policy.Throws = true;
        Assert.Throws<InvalidTimeZoneException>(() => pool.Return(lost));
        policy.Throws = false;
        Assert.Equal(1, pool.GetStatistics().Idle);
        pool.Validate();
        Assert.Same(kept, pool.Get());
        Assert.NotSame(lost, pool.Get());

        policy.CreateThrows = true;
        Assert.Throws<InvalidTimeZoneException>(() => pool.Get());
        pool.Validate();
    }

    [Fact]
    public void ResettableObjectsAreResetAndThoseThatWillNotAreDropped()
    {
        var pool = new SlabObjectPool<Resettable>(new DefaultPooledObjectPolicy<Resettable>());
        Resettable item = pool.Get();
        pool.Return(item);
        Assert.Equal(1, item.Resets);
        Assert.Same(item, pool.Get());
        item.Refuses = true;
        pool.Return(item);
        Assert.NotSame(item, pool.Get());
    }

    [Fact]
    public void NoMoreThanTheMostAreRetained()
    {
        foreach (int most in new[] { 0, 1, 3, 50 })
        {
            var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>(), most);
            Item[] items = [.. Enumerable.Range(0, 100).Select(_ => pool.Get())];
            foreach (Item item in items) pool.Return(item);
            Assert.InRange(pool.GetStatistics().Idle, most / 2, most);
            Assert.Equal(100 - pool.GetStatistics().Idle, items.Count(item => item.Disposed));
            pool.Validate();
        }
    }

    [Fact]
    public void TrimDisposesAllEvenWhereOneThrows()
    {
        var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>());
        Item[] items = [.. Enumerable.Range(0, 30).Select(_ => pool.Get())];
        items[7].DisposeThrows = true;
        foreach (Item item in items) pool.Return(item);
        Assert.Throws<InvalidTimeZoneException>(() => pool.Trim());
        Assert.All(items, item => Assert.True(item.Disposed));
        Assert.Equal(0, pool.GetStatistics().Idle);
        pool.Validate();
    }

    [Fact]
    public void DisposedPoolKeepsNothing()
    {
        var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>());
        Item idle = pool.Get(), rented = pool.Get();
        pool.Return(idle);
        pool.Dispose();
        Assert.True(idle.Disposed);
        Assert.False(rented.Disposed);
        pool.Return(rented);
        Assert.True(rented.Disposed);
        Assert.Throws<ObjectDisposedException>(() => pool.Get());
        pool.Dispose();

        // As with the framework's pools, objects that need no disposal may still be had.
        var plain = new SlabObjectPool<Resettable>(new DefaultPooledObjectPolicy<Resettable>());
        plain.Dispose();
        Resettable item = plain.Get();
        plain.Return(item);
        Assert.NotSame(item, plain.Get());
    }

    [Fact]
    public void WhatLiesIdleForLongIsDisposed()
    {
        var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>(), 64, housekept: false);
        Item[] items = [.. Enumerable.Range(0, 30).Select(_ => pool.Get())];
        items[3].DisposeThrows = true;    // nobody is there to hear it
        foreach (Item item in items) pool.Return(item);
        for (int second = 1; second < 100; second++) pool.OnTick(second * 1000);
        Assert.All(items, item => Assert.True(item.Disposed));
        Assert.Equal((0, 30), (pool.GetStatistics().Idle, pool.GetStatistics().Trimmed));
        pool.Validate();
    }

    [Fact]
    public void NoTwoThreadsEverHoldTheSameObject()
    {
        var pool = new SlabObjectPool<Item>(new DefaultPooledObjectPolicy<Item>(), 60);
        TestPools.OnThreads(8, thread =>
        {
            var random = new Random(thread);
            var mine = new List<Item>();
            for (int step = 0; step < 50_000; step++)
            {
                if (mine.Count < 20 && random.Next(2) == 0)
                {
                    Item item = pool.Get();
                    Assert.Equal(0, Interlocked.Exchange(ref item.Owner, thread + 1));
                    mine.Add(item);
                }
                else if (mine.Count > 0)
                {
                    Item item = mine[^1];
                    mine.RemoveAt(mine.Count - 1);
                    Assert.Equal(thread + 1, Interlocked.Exchange(ref item.Owner, 0));
                    pool.Return(item);
                }

                if (step % 10_000 == 9_999) pool.Trim();
            }
        });
        TestPools.CollectDeadThreads();
        pool.Validate();
        Assert.InRange(pool.GetStatistics().Idle, 0, 60);
    }

    [Fact]
    public void GetAndReturnAllocateNothing()
    {
        var pool = new SlabObjectPool<Resettable>(new DefaultPooledObjectPolicy<Resettable>());
        pool.Return(pool.Get());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) pool.Return(pool.Get());
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ProviderMakesTheseAndStringBuildersToo()
    {
        ObjectPoolProvider provider = new SlabObjectPoolProvider { MaximumRetained = 5 };
        Assert.IsType<SlabObjectPool<Item>>(provider.Create<Item>());
        ObjectPool<System.Text.StringBuilder> builders = provider.CreateStringBuilderPool();
        System.Text.StringBuilder text = builders.Get();
        text.Append("left over");
        builders.Return(text);
        Assert.Same(text, builders.Get());
        Assert.Equal(0, text.Length);
    }

    private sealed class Item : IDisposable
    {
        public int Owner;

        public bool Disposed { get; private set; }

        public bool DisposeThrows { get; set; }

        public void Dispose()
        {
            Disposed = true;
            if (DisposeThrows) throw new InvalidTimeZoneException();
        }
    }

    private sealed class Resettable : IResettable
    {
        public int Resets { get; private set; }

        public bool Refuses { get; set; }

        public bool TryReset()
        {
            Resets++;
            return !Refuses;
        }
    }

    private sealed class Policy : IPooledObjectPolicy<Item>
    {
        public bool Accepts { get; init; } = true;

        public bool Throws { get; set; }

        public bool CreateThrows { get; set; }

        public int Returns { get; private set; }

        public Item Create() => CreateThrows ? throw new InvalidTimeZoneException() : new Item();

        public bool Return(Item obj)
        {
            Returns++;
            return Throws ? throw new InvalidTimeZoneException() : Accepts;
        }
    }
}
