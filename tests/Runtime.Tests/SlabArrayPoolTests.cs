using System.Buffers;
using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class SlabArrayPoolTests
{
    // Ticks come from the tests alone, whose clock is not the system's.
    private readonly SlabArrayPool<byte> _pool = new(new SlabArrayPoolOptions(), housekept: false);

    [Fact]
    public void SameThreadGetsItsArrayBack()
    {
        foreach (int length in new[] { 1, 100, 5000, 9000, 81_920, 200_000 })
        {
            byte[] array = _pool.Rent(length);
            Assert.True(array.Length >= length);
            _pool.Return(array);
            Assert.Same(array, _pool.Rent(length));
            _pool.Return(array);
        }

        _pool.Validate();
    }

    [Fact]
    public void RentOfNothingIsTheEmptyArray()
    {
        Assert.Same(Array.Empty<byte>(), _pool.Rent(0));
        _pool.Return([]);
        _pool.Return([]);
        Assert.Equal(0, _pool.GetStatistics().Idle);
    }

    [Fact]
    public void NegativeLengthIsRefused() => Assert.Throws<ArgumentOutOfRangeException>("minimumLength", () => _pool.Rent(-1));

    [Fact]
    public void NullIsRefused() => Assert.Throws<ArgumentNullException>("array", () => _pool.Return(null!));

    [Fact]
    public void LengthOfNoClassIsRefused()
    {
        var e = Assert.Throws<ArgumentException>("array", () => _pool.Return(new byte[101]));
        Assert.Contains("101 elements", e.Message, StringComparison.Ordinal);
        Assert.Contains(_pool.Name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArrayOfADerivedElementTypeIsRefused()
    {
        var pool = new SlabArrayPool<object>();
        object[] strings = new string[16];
        Assert.Contains("System.String[]", Assert.Throws<ArgumentException>("array", () => pool.Return(strings)).Message, StringComparison.Ordinal);
        object[] many = new string[16 << 20];
        Assert.Throws<ArgumentException>("array", () => new SlabArrayPool<object>(new SlabArrayPoolOptions { MaxArrayLength = 16 }).Return(many));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public void SecondReturnThrows(int length)
    {
        byte[] array = _pool.Rent(length);
        array[0] = 7;
        _pool.Return(array);
        var e = Assert.Throws<InvalidOperationException>(() => _pool.Return(array, clearArray: true));
        Assert.Contains(_pool.Name, e.Message, StringComparison.Ordinal);
        Assert.Contains($"{array.Length:N0} elements", e.Message, StringComparison.Ordinal);
        Assert.Equal(7, array[0]);    // it is somebody else's now
        Assert.Equal(1, _pool.GetStatistics().DoubleReturns);
        Assert.Equal(1, _pool.GetStatistics().Idle);
        _pool.Validate();
    }

    [Fact]
    public void SecondReturnOnAnotherThreadThrows()
    {
        byte[] array = _pool.Rent(1000);
        _pool.Return(array);
        TestPools.OnThreads(3, _ => Assert.Throws<InvalidOperationException>(() => _pool.Return(array)));
        Assert.Same(array, _pool.Rent(1000));
        _pool.Return(array);
        _pool.Validate();
    }

    [Fact]
    public void SecondReturnIsFoundWhereverTheFirstLies()
    {
        byte[][] arrays = [.. Enumerable.Range(0, 3000).Select(i => _pool.Rent(i % 3 == 0 ? 40_000 : 500))];
        long droppedBefore = _pool.GetStatistics().Dropped;
        foreach (byte[] array in arrays) _pool.Return(array);
        long dropped = _pool.GetStatistics().Dropped - droppedBefore;
        int found = 0;
        foreach (byte[] array in arrays)
        {
            try
            {
                _pool.Return(array);
            }
            catch (InvalidOperationException)
            {
                found++;
            }
        }

        Assert.InRange(dropped, 0, 30);    // those that found their windows full before the table grew
        Assert.Equal(arrays.Length - dropped, found);
        _pool.Validate();
    }

    [Fact]
    public void RacingReturnsGiveTheArrayToOneRenter()
    {
        const int Rounds = 10_000;
        byte[] raced = _pool.Rent(600);
        int refused = 0;
        Exception? wrong = null;
        using var start = new Barrier(2);
        TestPools.OnThreads(2, thread =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                start.SignalAndWait();
                try
                {
                    _pool.Return(raced);
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }

                start.SignalAndWait();
                if (thread == 0)
                {
                    wrong ??= Record.Exception(_pool.Validate);    // to be said after the last round: the other thread waits at the barrier
                    if (_pool.GetStatistics().Idle > 1) wrong ??= new InvalidOperationException("the array is idle twice");
                    _pool.Trim();
                    raced = _pool.Rent(600);
                }
            }
        });
        Assert.Null(wrong);
        Assert.InRange(refused, Rounds, 2 * Rounds);
    }

    [Fact]
    public void NoTwoThreadsEverHoldTheSameArray()
    {
        using var queue = new System.Collections.Concurrent.BlockingCollection<int[]>(100);
        var pool = new SlabArrayPool<int>(new SlabArrayPoolOptions { MaxIdleBytes = 3 << 20, KeptIdleBytes = 1 << 20 });
        TestPools.OnThreads(8, thread =>
        {
            var random = new Random(thread);
            var mine = new List<int[]>();
            for (int step = 0; step < 40_000; step++)
            {
                if (mine.Count < 60 && random.Next(2) == 0)
                {
                    int[] array = pool.Rent(1 << random.Next(4, 15));
                    array[0] = array[^1] = array[array.Length / 2] = (thread << 20) + step;
                    mine.Add(array);
                }
                else if (mine.Count > 0)
                {
                    int[] array = TakeOut(mine, random.Next(mine.Count));
                    if (random.Next(4) != 0 || !queue.TryAdd(array)) pool.Return(array);
                }

                if (random.Next(4) == 0 && queue.TryTake(out int[]? handed))
                {
                    Verify(handed);
                    pool.Return(handed);
                }

                if (step % 10_000 == 9_999) pool.Trim();
                if (step % 5_000 == thread) pool.OnTick(step);
            }

            while (mine.Count > 0) pool.Return(TakeOut(mine, mine.Count - 1));
        });
        while (queue.TryTake(out int[]? left)) pool.Return(left);
        TestPools.CollectDeadThreads();
        pool.Validate();
        Assert.InRange(pool.GetStatistics().IdleBytes, 0, 3 << 20);

        static int[] TakeOut(List<int[]> mine, int at)
        {
            int[] array = mine[at];
            mine[at] = mine[^1];
            mine.RemoveAt(mine.Count - 1);
            Verify(array);
            return array;
        }

        static void Verify(int[] array)
        {
            if (array[0] != array[^1] || array[0] != array[array.Length / 2]) throw new InvalidOperationException("somebody else wrote to this array");
        }
    }

    [Fact]
    public void ForgottenArraysAreCollected()
    {
        WeakReference[] forgotten = Forget();
        GC.Collect();
        Assert.All(forgotten, reference => Assert.False(reference.IsAlive));
        _pool.Validate();

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference[] Forget() => [.. Enumerable.Range(0, 100).Select(i =>
        {
            // Through the pool once, so that it has known them.
            _pool.Return(_pool.Rent(100 * (i + 1)));
            return new WeakReference(_pool.Rent(100 * (i + 1)));
        })];
    }

    [Fact]
    public void IdleBytesStayWithinTheLimit()
    {
        const long Limit = 500_000;
        var pool = new SlabArrayPool<byte>(new SlabArrayPoolOptions { MaxIdleBytes = Limit });
        var random = new Random(5);
        byte[][] arrays = [.. Enumerable.Range(0, 2000).Select(_ => pool.Rent(random.Next(1, 60_000)))];
        foreach (byte[] array in arrays)
        {
            pool.Return(array);
            Assert.InRange(pool.GetStatistics().IdleBytes, 0, Limit);
        }

        Assert.InRange(pool.GetStatistics().IdleBytes, Limit / 2, Limit);
        Assert.True(pool.GetStatistics().Dropped > 0);
        pool.Validate();
    }

    [Fact]
    public void OneClassStaysWithinItsLimit()
    {
        var pool = new SlabArrayPool<byte>(new SlabArrayPoolOptions { MaxIdleBytesPerClass = 100_000 });
        byte[][] arrays = [.. Enumerable.Range(0, 300).Select(i => pool.Rent(i % 2 == 0 ? 1024 : 20_480))];
        foreach (byte[] array in arrays) pool.Return(array);
        Assert.InRange(pool.GetStatistics().IdleBytes, 100_000, 200_000);
        pool.Validate();
        byte[] tooLarge = pool.Rent(100_001);
        Assert.Equal(100_001, tooLarge.Length);
        pool.Return(tooLarge);
        Assert.Equal(1, pool.GetStatistics().NotPooled);
    }

    [Fact]
    public void LongerThanTheLimitIsAllocatedAsAskedForAndNotKept()
    {
        var pool = new SlabArrayPool<char>(new SlabArrayPoolOptions { MaxArrayLength = 1000 });
        char[] array = pool.Rent(1001);
        Assert.Equal(1001, array.Length);
        array[5] = 'x';
        pool.Return(array, clearArray: true);
        Assert.Equal('\0', array[5]);
        pool.Return(array);
        Assert.NotSame(array, pool.Rent(1001));
        Assert.Equal(0, pool.GetStatistics().Idle);

        // 896 is the last class within 1,000: what is between is not kept either.
        Assert.Equal(896, pool.Rent(896).Length);
        Assert.Equal(900, pool.Rent(900).Length);
    }

    [Fact]
    public void PoolThatMayKeepNothingKeepsNothing()
    {
        var pool = new SlabArrayPool<byte>(new SlabArrayPoolOptions { MaxIdleBytes = 0 });
        byte[] array = pool.Rent(100);
        Assert.Equal(100, array.Length);
        pool.Return(array);
        Assert.Equal(0, pool.GetStatistics().Idle);
        Assert.Equal(0, pool.Trim());
    }

    [Fact]
    public void BadLimitsAreRefused()
    {
        Assert.Throws<ArgumentNullException>("options", () => new SlabArrayPool<byte>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabArrayPoolOptions { MaxArrayLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabArrayPoolOptions { MaxArrayLength = (1 << 30) + 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabArrayPoolOptions { MaxIdleBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabArrayPoolOptions { KeptIdleBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabArrayPoolOptions { MaxIdleBytesPerClass = -1 });
    }

    [Fact]
    public void ReferencesAreClearedAtReturn()
    {
        var pool = new SlabArrayPool<object?>();
        object?[] array = pool.Rent(20);
        array[3] = new object();
        pool.Return(array);
        Assert.All(array, Assert.Null);

        var lazy = new SlabArrayPool<(int, string?)>(new SlabArrayPoolOptions { ClearReferences = false });
        (int, string?)[] kept = lazy.Rent(20);
        kept[3] = (1, "x");
        lazy.Return(kept);
        Assert.Equal((1, "x"), kept[3]);
        Assert.Same(kept, lazy.Rent(20));
        lazy.Return(kept, clearArray: true);
        Assert.Equal((0, null), kept[3]);
    }

    [Fact]
    public void ClearIsHonouredWhereTheArrayIsNotKept()
    {
        var pool = new SlabArrayPool<byte>(new SlabArrayPoolOptions { MaxIdleBytes = 100 });
        byte[][] arrays = [pool.Rent(32), pool.Rent(32), pool.Rent(32)];
        foreach (byte[] array in arrays)
        {
            array[1] = 9;
            pool.Return(array, clearArray: true);
            Assert.Equal(0, array[1]);
        }

        Assert.Equal(2, pool.GetStatistics().Dropped);
    }

    [Fact]
    public void LongerIdleArrayIsTakenBeforeANewOneIsMade()
    {
        byte[] longer = _pool.Rent(56_000);
        _pool.Return(longer);
        Assert.Same(longer, _pool.Rent(40_000));
        Assert.True(longer.Length < 2 * 40_000);

        byte[] large = _pool.Rent(98_304);
        _pool.Return(large);
        Assert.NotSame(large, _pool.Rent(81_920));    // below the edge of the large object heap
        _pool.Return(_pool.Rent(10));
        _pool.Validate();
    }

    [Fact]
    public void FirstTickDropsNothingThatWasReturnedAMomentBefore()
    {
        var pool = new SlabArrayPool<byte>();
        byte[][] arrays = [.. Enumerable.Range(0, 40).Select(_ => pool.Rent(100_000))];
        foreach (byte[] array in arrays) pool.Return(array);
        pool.Store.OnTick(Environment.TickCount64, memoryIsShort: false);
        Assert.Equal(40, pool.GetStatistics().Idle);
        Assert.Equal(0, pool.GetStatistics().Trimmed);
        pool.Validate();
    }

    [Fact]
    public void WhatIsNotKeptIsTheCollectors()
    {
        var pool = new SlabArrayPool<byte>(new SlabArrayPoolOptions { KeptIdleBytes = 2_000_000 });
        WeakReference[] references = Fill();
        Assert.InRange(pool.GetStatistics().IdleBytes, 4_000_000, 6_000_000);
        GC.Collect();
        Assert.InRange(references.Count(reference => reference.IsAlive), 5, 20);
        pool.Validate();

        // What the collector took is passed over.
        byte[][] arrays = [.. references.Select(_ => pool.Rent(100_000))];
        Assert.Equal(arrays.Length, arrays.Distinct().Count());
        foreach (byte[] array in arrays) pool.Return(array);
        pool.Validate();

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference[] Fill()
        {
            byte[][] arrays = [.. Enumerable.Range(0, 50).Select(_ => pool.Rent(100_000))];
            foreach (byte[] array in arrays) pool.Return(array);
            return [.. arrays.Select(array => new WeakReference(array))];
        }
    }

    [Fact]
    public void TrimDropsAllIdleArraysThoseOfOtherThreadsToo()
    {
        WeakReference[] references = RentAndReturn();
        using var returned = new Barrier(2);
        using var trimmed = new Barrier(2);
        var other = new Thread(() =>
        {
            _pool.Return(_pool.Rent(300));
            returned.SignalAndWait();
            trimmed.SignalAndWait();
            _pool.Return(_pool.Rent(300));    // its hand was emptied, and works
        });
        other.Start();
        returned.SignalAndWait();
        long idle = _pool.GetStatistics().Idle;
        Assert.True(idle > 100);
        Assert.Equal(idle, _pool.Trim());
        Assert.Equal(0, _pool.GetStatistics().Idle);
        Assert.Equal(0, _pool.GetStatistics().IdleBytes);
        _pool.Validate();
        GC.Collect();
        Assert.All(references, reference => Assert.False(reference.IsAlive));
        trimmed.SignalAndWait();
        other.Join();

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference[] RentAndReturn()
        {
            byte[][] arrays = [.. Enumerable.Range(0, 200).Select(i => _pool.Rent(i * 100 + 1))];
            foreach (byte[] array in arrays) _pool.Return(array);
            return [.. arrays.Select(array => new WeakReference(array))];
        }
    }

    [Fact]
    public void WhatLiesIdleForLongGoesShareByShare()
    {
        byte[][] arrays = [.. Enumerable.Range(0, 64).Select(_ => _pool.Rent(50_000))];
        byte[] small = _pool.Rent(100);
        long now = 1_000_000;
        _pool.OnTick(now);
        foreach (byte[] array in arrays) _pool.Return(array);
        _pool.Return(small);
        for (int second = 1; second <= IdleStore.IdleSeconds; second++) _pool.OnTick(now += 1000);
        Assert.Equal(65, _pool.GetStatistics().Idle);

        long before = 65;
        for (int second = 0; second < 3; second++)
        {
            _pool.OnTick(now += 1000);
            long idle = _pool.GetStatistics().Idle;
            Assert.InRange(idle, before / 2, before - 1);
            before = idle;
        }

        for (int second = 0; second < 60; second++) _pool.OnTick(now += 1000);
        Assert.Equal(0, _pool.GetStatistics().Idle);
        Assert.Equal(65, _pool.GetStatistics().Trimmed);
        _pool.Validate();
    }

    [Fact]
    public void WhatIsUsedStays()
    {
        byte[] small = _pool.Rent(100), large = _pool.Rent(50_000);
        long now = 1_000_000;
        for (int second = 0; second < 40; second++)
        {
            _pool.OnTick(now += 1000);
            _pool.Return(small);
            _pool.Return(large);
            Assert.Same(small, _pool.Rent(100));
            Assert.Same(large, _pool.Rent(50_000));
        }

        Assert.Equal(0, _pool.GetStatistics().Trimmed);
        _pool.Return(small);
        _pool.Return(large);
    }

    [Fact]
    public void ShortMemoryDropsWhatTheLastTicksDidNotSeeUsed()
    {
        foreach (byte[] array in Enumerable.Range(0, 20).Select(_ => _pool.Rent(50_000)).Append(_pool.Rent(100)).ToArray()) _pool.Return(array);
        long now = Environment.TickCount64;
        _pool.Store.OnTick(now, memoryIsShort: true);
        _pool.Store.OnTick(now + 1000, memoryIsShort: true);
        _pool.Store.OnTick(now + 2000, memoryIsShort: true);
        Assert.Equal(0, _pool.GetStatistics().Idle);
        _pool.Validate();
    }

    [Fact]
    public void DeadThreadsArraysAreFoundByOthers()
    {
        TestPools.OnThreads(4, _ =>
        {
            byte[][] arrays = [.. Enumerable.Range(0, 5).Select(_ => _pool.Rent(700))];
            foreach (byte[] array in arrays) _pool.Return(array);
        });
        TestPools.CollectDeadThreads();
        _pool.Validate();
        long idle = _pool.GetStatistics().Idle, created = _pool.GetStatistics().Created;
        Assert.InRange(idle, 5, 20);
        for (int i = 0; i < idle; i++) _pool.Rent(700);
        Assert.Equal(created, _pool.GetStatistics().Created);
        Assert.Equal(0, _pool.GetStatistics().Idle);
    }

    [Fact]
    public void PoolsThatComeAndGoAreCollectedAndTheirPlacesUsedAgain()
    {
        WeakReference[] pools = MakeAndForget(50);
        TestPools.CollectDeadThreads();
        Assert.All(pools, pool => Assert.False(pool.IsAlive));
        uint most = IdlePlaces.Most;
        for (int i = 0; i < 20; i++)
        {
            MakeAndForget(50);
            TestPools.CollectDeadThreads();
        }

        Assert.InRange(IdlePlaces.Most, most, most + 200);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] MakeAndForget(int count) => [.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            var pool = new SlabArrayPool<byte>();
            byte[] small = pool.Rent(100), large = pool.Rent(100_000);
            pool.Return(small);
            pool.Return(large);
            Assert.Same(small, pool.Rent(100));
            pool.Return(small);
            return new WeakReference[] { new(pool), new(pool.Store), new(small), new(large) };
        })];
    }

    [Fact]
    public void RentAndReturnAllocateNothing()
    {
        foreach (int length in new[] { 100, 20_000, 200_000 })
        {
            for (int i = 0; i < 3; i++) _pool.Return(_pool.Rent(length));
            _pool.GetStatistics();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) _pool.Return(_pool.Rent(length));
            _pool.GetStatistics();
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void SharedStandsInForTheFrameworks()
    {
        ArrayPool<long> pool = SlabArrayPool<long>.Shared;
        long[] array = pool.Rent(33);
        Assert.Equal(40, array.Length);
        pool.Return(array);
        Assert.NotSame(ArrayPool<long>.Shared, pool);
        Assert.Equal("SlabArrayPool<System.Int64>", SlabArrayPool<long>.Shared.GetStatistics().Name);
    }

    [Fact]
    public void StatisticsSayWhatHappened()
    {
        var pool = new SlabArrayPool<byte>(new SlabArrayPoolOptions { Name = "copies", MaxArrayLength = 100_000 });
        byte[] one = pool.Rent(50_000), other = pool.Rent(50_000);
        pool.Return(one);
        pool.Return(other);
        pool.Rent(50_000);
        pool.Rent(200_000);
        ReuseStatistics now = pool.GetStatistics();
        Assert.Equal("copies", now.Name);
        Assert.Equal((1, 2, 1), (now.Idle, now.Created, now.NotPooled));
        Assert.Equal(57_344 + 24, now.IdleBytes);
    }

    [Fact]
    public void HousekeeperKnowsThePoolAndLetsItGo()
    {
        WeakReference pool = MakeAndForget();
        Assert.True(TestPools.Eventually(() => !pool.IsAlive));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference MakeAndForget()
        {
            var pool = new SlabArrayPool<byte>();
            pool.Return(pool.Rent(50_000));
            Assert.True(pool.OnTick(1000));
            pool.Trim();
            Assert.False(pool.OnTick(2000));
            return new WeakReference(pool);
        }
    }
}
