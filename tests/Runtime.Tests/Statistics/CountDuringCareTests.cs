using Slabwise.Caches;
using Xunit;

namespace Slabwise.Runtime.Tests.Statistics;

/// <summary>Whoever looks after the caches moves slots when nobody rents: the sums must not show it.</summary>
public unsafe class CountDuringCareTests
{
    private const int Out = 200, Idle = 3_000, Rounds = 300;

    private struct Kept { public long A, B; }

    [Fact]
    public void SlotsThatTheCareMovesAreCountedOnce()
    {
        StructPool<Kept> pool = StructPool<Kept>.Shared;
        var kept = new Pooled<Kept>[Out];
        pool.Rent(kept);
        for (int round = 0; round < Rounds; round++)
        {
            FillCaches(pool);
            int moving = 1;
            var moved = new Thread(() =>
            {
                SlotFlow.Drain(pool.CoreForTests);
                HandThief.Rob(pool.CoreForTests, int.MaxValue);
                Volatile.Write(ref moving, 0);
            });
            moved.Start();
            do Assert.Equal(Out, pool.GetStatistics().Rented);
            while (Volatile.Read(ref moving) != 0);
            moved.Join();
        }

        pool.Return(kept);
        pool.Validate();
    }

    private static void FillCaches(StructPool<Kept> pool)
    {
        var handles = new Pooled<Kept>[Idle];
        pool.Rent(handles);
        foreach (Pooled<Kept> handle in handles) pool.Return(handle);
    }
}
