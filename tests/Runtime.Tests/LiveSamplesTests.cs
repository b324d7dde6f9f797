using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>The samples of a profile that may be alive, apart from any profile.</summary>
public sealed unsafe class LiveSamplesTests
{
    private static readonly PoolCore* s_open = StructPool<SampledHere>.Shared.CoreForTests;

    private readonly ProfileSite _site = new("pool", ["frame"]);

    [Fact]
    public void EverySampleHasANumberOfItsOwnAndAnOldOneFindsNothing()
    {
        var live = new LiveSamples();
        var random = new Random(11);
        var numbers = new List<long>();
        var old = new HashSet<long>();
        for (int step = 0; step < 20_000; step++)
        {
            if (numbers.Count == 0 || random.Next(5) < 3)
            {
                long number = live.Add(_site, 64, 1, null, 0, null);
                Assert.NotEqual(0, number);
                Assert.DoesNotContain(number, old);
                numbers.Add(number);
            }
            else
            {
                int at = random.Next(numbers.Count);
                live.Remove(numbers[at]);
                Assert.True(old.Add(numbers[at]));
                live.Remove(numbers[at]);
                numbers.RemoveAt(at);
            }

            Assert.Equal(numbers.Count, live.Count);
        }

        live.Remove(0);
        Assert.Equal((numbers.Count, 64L * numbers.Count), (live.Count, LiveBytesOf(live)));
    }

    [Fact]
    public void AForgottenSamplesNumberEndsNoLaterOne()
    {
        var live = new LiveSamples();
        long before = live.Add(_site, 64, 1, null, 0, null);
        live.Clear();
        Assert.Equal(0, live.Count);
        live.Add(_site, 64, 1, null, 0, null);
        live.Remove(before);
        Assert.Equal(1, live.Count);
    }

    [Fact]
    public void ASweepEndsStructsWhoseGenerationMovedOnAndThoseOfClosedPools()
    {
        var live = new LiveSamples();
        uint* generations = stackalloc uint[3] { 7, 7, 7 };
        live.Add(_site, 1, 1, s_open, 7, &generations[0]);
        live.Add(_site, 10, 1, s_open, 7, &generations[1]);
        live.Add(_site, 100, 1, (PoolCore*)64, 7, &generations[2]);    // no pool that is open
        live.Add(_site, 1000, 1, null, 0, null);
        live.Sweep();
        Assert.Equal(1011, LiveBytesOf(live));
        generations[1] = 8;
        live.Sweep();
        Assert.Equal((2, 1001L), (live.Count, LiveBytesOf(live)));
    }

    [Fact]
    public void PlacesAreUsedAgainWithoutAnObject()
    {
        var live = new LiveSamples();
        long[] numbers = new long[300];
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < numbers.Length; i++) numbers[i] = live.Add(_site, 64, 1, null, 0, null);
            for (int i = 0; i < numbers.Length; i++) live.Remove(numbers[i]);
            if (round > 0) Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private long LiveBytesOf(LiveSamples live)
    {
        _site.ClearLive();
        live.AddToSites();
        return _site.ToSample().LiveBytes;
    }

    private struct SampledHere
    {
        public long Value;
    }
}
