using RestaurantSearch.Load;

namespace RestaurantSearch.Tests;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(123_456_789)]
    [InlineData(60_000_000_000)]
    public void A_duration_comes_back_at_most_a_64th_too_long(long nanoseconds)
    {
        LatencyHistogram histogram = new();
        histogram.Record(nanoseconds);
        Assert.InRange(histogram.Quantile(0.5), nanoseconds, nanoseconds + nanoseconds / 64);
    }

    [Fact]
    public void Quantiles_are_those_of_a_sorted_list()
    {
        Random random = new(1);
        long[] durations = [.. Enumerable.Range(0, 100_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20))];
        LatencyHistogram histogram = new();
        foreach (long duration in durations)
            histogram.Record(duration);
        Array.Sort(durations);
        foreach (double share in (double[])[0.001, 0.5, 0.99, 0.999, 1])
        {
            long exact = durations[(int)Math.Ceiling(share * durations.Length) - 1];
            Assert.InRange(histogram.Quantile(share), exact, exact + exact / 64);
        }
    }

    [Fact]
    public void Pairs_and_sums_lose_nothing()
    {
        LatencyHistogram one = new(), other = new();
        one.Record(5);
        one.Record(70_000);
        other.Record(70_000);
        LatencyHistogram sum = LatencyHistogram.FromPairs(one.ToPairs());
        sum.Add(other);
        Assert.Equal(3, sum.Count);
        Assert.Equal(5, sum.Quantile(0.33));
        Assert.Equal(one.Quantile(1), sum.Quantile(1));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        LatencyHistogram histogram = new();
        histogram.Record(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            histogram.Record(i * 1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
