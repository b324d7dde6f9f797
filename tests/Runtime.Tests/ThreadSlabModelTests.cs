using System.Runtime.InteropServices;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Threads that rent, hand over, free and end in random order, with every equation held after each step.</summary>
public class ThreadSlabModelTests
{
    private struct Small : IPoolDeclaration
    {
        public long Owner, Check;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Small", Cache = CacheKind.PerThread };
    }

    // A hand of 16 and slabs of 16: nearly every step reaches a slab, and slabs fill, empty and change hands all the time.
    [StructLayout(LayoutKind.Sequential, Size = 4096)]
    private struct Page : IPoolDeclaration
    {
        public long Owner, Check;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Page", Cache = CacheKind.PerThread, MaxCached = 16 };
    }

    [StructLayout(LayoutKind.Sequential, Size = 4096)]
    private struct Bounded : IPoolDeclaration
    {
        public long Owner, Check;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Bounded", Cache = CacheKind.PerThread, MaxCached = 16, MaxBytes = 2 << 20 };
    }

    [StructLayout(LayoutKind.Sequential, Size = 4096)]
    private struct Tight : IPoolDeclaration
    {
        public long Owner, Check;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Tight", Cache = CacheKind.PerThread, MaxCached = 4, MaxBytes = 256 << 10 };
    }

    [StructLayout(LayoutKind.Sequential, Size = 4096)]
    private struct Stressed : IPoolDeclaration
    {
        public long Owner, Check;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Stressed", Cache = CacheKind.PerThread, MaxCached = 16 };
    }

    private struct Dense : IPoolDeclaration
    {
        public long Owner, Check;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Dense", Cache = CacheKind.PerThread };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EquationsHoldBetweenRandomSteps(int seed) => RandomSteps<Small>(seed, 2000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EquationsHoldWhereEveryStepReachesASlab(int seed) => RandomSteps<Page>(seed, 150);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EquationsHoldAtABound(int seed) => RandomSteps<Bounded>(seed, 200);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EquationsHoldWhereThreadsKeepNoSlab(int seed) => RandomSteps<Tight>(seed, 40);

    [Fact]
    public void NoTwoThreadsHoldTheSameSlotWhileThreadsComeAndGo() => Stress<Stressed>(60);

    [Fact]
    public void NoTwoThreadsHoldTheSameSlotOfDenseSlabs() => Stress<Dense>(600);

    private static void RandomSteps<T>(int seed, int most) where T : unmanaged
    {
        StructPool<T> pool = StructPool<T>.Shared;
        var random = new Random(seed);
        var live = new List<Pooled<T>>();
        var actors = new List<Actor> { new(), new(), new() };
        for (int step = 0; step < 300; step++)
        {
            int who = random.Next(actors.Count);
            int count = random.Next(1, most);
            switch (random.Next(12))
            {
                case < 5:
                    actors[who].Do(() => RentInto(pool, live, count, oneByOne: step % 2 == 0));
                    break;
                case < 10:
                    if (random.Next(2) == 0) random.Shuffle(CollectionsMarshal.AsSpan(live));
                    actors[who].Do(() => ReturnFrom(pool, live, count, oneByOne: step % 2 == 0));
                    break;
                case 10:
                    actors[who].Do(() => pool.Trim());
                    break;
                default:
                    actors[who].Dispose();
                    actors[who] = new Actor();
                    TestPools.CollectDeadThreads();
                    break;
            }

            Assert.Equal(live.Count, pool.GetStatistics().Rented);
            pool.Validate();
        }

        Assert.Equal(live.Count, live.Distinct().Count());
        actors[0].Do(() => ReturnFrom(pool, live, live.Count, oneByOne: true));
        actors.ForEach(actor => actor.Dispose());
        TestPools.CollectDeadThreads();
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal((0, 0, 0, 0, 0), (now.Rented, now.Cached, now.InTransfer, now.OwnedSlabs, now.AbandonedSlabs));
        Assert.True(now.RemoteFrees > 0 && now.Abandons > 0 && now.ClaimsByFree > 0, now.ToString());
        pool.Validate();
    }

    private static void RentInto<T>(StructPool<T> pool, List<Pooled<T>> live, int count, bool oneByOne) where T : unmanaged
    {
        var handles = new Pooled<T>[count];
        int got = 0;
        if (oneByOne)
        {
            while (got < count && pool.TryRent(out handles[got])) got++;
        }
        else
        {
            try
            {
                pool.Rent(handles);
                got = count;
            }
            catch (OutOfMemoryException)
            {
                // At its bound; what was rented went back.
            }
        }

        live.AddRange(handles[..got]);
    }

    private static void ReturnFrom<T>(StructPool<T> pool, List<Pooled<T>> live, int count, bool oneByOne) where T : unmanaged
    {
        Pooled<T>[] handles = [.. live.Take(count)];
        live.RemoveRange(0, handles.Length);
        if (oneByOne) Array.ForEach(handles, pool.Return);
        else pool.Return(handles);
    }

    // Objects carry their renter's pattern, change hands through a shared shelf, and every few rounds a thread ends with a hand, slabs
    // and a half-returned batch.
    private static void Stress<T>(int batch) where T : unmanaged
    {
        StructPool<T> pool = StructPool<T>.Shared;
        var shelf = new Pooled<T>[64][];
        for (int generation = 0; generation < 6; generation++)
        {
            TestPools.OnThreads(4, thread =>
            {
                var random = new Random(generation * 4 + thread);
                for (int round = 0; round < 400; round++)
                {
                    var handles = new Pooled<T>[random.Next(1, batch)];
                    if (round % 3 == 0) pool.Rent(handles);
                    else for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
                    for (int i = 0; i < handles.Length; i++) Words(handles[i]).Fill((long)thread << 40 | (long)round << 20 | (uint)i);
                    Pooled<T>[]? others = Interlocked.Exchange(ref shelf[random.Next(shelf.Length)], handles);
                    if (others is null) continue;
                    foreach (Pooled<T> handle in others) Assert.True(Words(handle).IndexOfAnyExcept(Words(handle)[0]) < 0, "somebody else wrote to this object");
                    if (round % 2 == 0) pool.Return(others);
                    else Array.ForEach(others, pool.Return);
                    if (round % 50 == 0) pool.Trim();
                }
            });
            TestPools.CollectDeadThreads();
            Assert.Equal(shelf.Sum(handles => handles?.Length ?? 0), pool.GetStatistics().Rented);
            pool.Validate();
        }

        foreach (Pooled<T>[]? handles in shelf) pool.Return(handles);
        Assert.Equal(0, pool.GetStatistics().Rented);
        Assert.Equal(0, pool.GetStatistics().Doubled);
        pool.Validate();
    }

    private static Span<long> Words<T>(Pooled<T> handle) where T : unmanaged =>
        MemoryMarshal.Cast<T, long>(MemoryMarshal.CreateSpan(ref handle.Value, 1));
}
