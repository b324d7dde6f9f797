using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Purges under threads that take and give at the same time.</summary>
public class SlabPurgeRaceTests
{
    [Theory]
    [InlineData(64, 0)]
    [InlineData(64, 3)]
    [InlineData(3000, 0)]
    public void ContentsSurvivePurgesUnderContention(int size, int muzzyMs)
    {
        using var slabs = new TestTier(size);
        int left = 3;
        TestPools.OnThreads(4, thread =>
        {
            if (thread == 3)
            {
                for (long now = 0; Volatile.Read(ref left) > 0; now += 3) Purge(slabs, now, muzzyMs);
                return;
            }

            var random = new Random(thread);
            var mine = new List<uint>();
            for (int step = 0; step < 400; step++)
            {
                mine.AddRange(slabs.TakeAndFill(1 + random.Next(300)));
                uint[] given = [.. mine.Where(_ => random.Next(3) == 0)];
                slabs.HoldsContents(given);
                mine = [.. mine.Except(given)];
                slabs.Give(given);
            }

            slabs.HoldsContents(mine);
            slabs.Give([.. mine]);
            Interlocked.Decrement(ref left);
        });
        slabs.Validate();
        Assert.Equal(0, slabs.Value.Used);
        slabs.Value.Purge(ref slabs.Memory);
        Assert.Equal(0, slabs.Count().Resident);
    }

    [Fact]
    public void PoolAtItsBoundIsNotExhaustedWhileAPurgeHoldsItsSlab()
    {
        using var slabs = new TestTier(64, maxBytes: 65_536);
        bool done = false;
        TestPools.OnThreads(2, thread =>
        {
            if (thread == 1)
            {
                while (!Volatile.Read(ref done)) slabs.Value.Purge(ref slabs.Memory);
                return;
            }

            try
            {
                for (int step = 0; step < 5000; step++)
                {
                    uint[] slots = slabs.TakeAndFill(500);
                    Assert.Equal(500, slots.Length);
                    slabs.Give(slots);
                }
            }
            finally
            {
                Volatile.Write(ref done, true);
            }
        });
        slabs.Validate();
    }

    private static void Purge(TestTier slabs, long now, int muzzyMs)
    {
        slabs.Decay(now, dirtyMs: 2, muzzyMs);
        if (now % 30 == 0) slabs.Value.Purge(ref slabs.Memory);
        _ = slabs.Count();
    }
}
