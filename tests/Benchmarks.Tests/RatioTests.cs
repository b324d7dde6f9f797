using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Tests;

public sealed class RatioTests
{
    [Fact]
    public void Quantiles_interpolate()
    {
        Assert.Equal(3, Quantiles.Median([5, 1, 3]));
        Assert.Equal(2.5, Quantiles.Median([4, 1, 3, 2]));
        Assert.Equal(1.3, Quantiles.At([1, 2, 3, 4], 0.1), 9);
        Assert.Equal(4, Quantiles.At([1, 2, 3, 4], 1));
    }

    [Fact]
    public void The_best_peer_is_the_lowest_median_and_never_ours_or_an_extra()
    {
        WorkloadResult result = Samples.Result(
            Samples.Of("gc", 9, 9, 9), Samples.Of("c:glibc", 12, 12, 12), Samples.Of("c:tcmalloc", 10, 7, 30),
            Samples.Of("slabwise", 1, 1, 1), Samples.Of("c:other", 2, 2, 2));

        Assert.Equal("gc", result.BestPeer!.Allocator.Name);
        Assert.Equal("c:tcmalloc", result.BestC!.Allocator.Name);
    }

    [Fact]
    public void A_paired_ratio_survives_a_clock_that_halves_between_rounds()
    {
        Measurement ours = Samples.Of("slabwise", 4, 8, 4, 8, 4), theirs = Samples.Of("c:tcmalloc", 8, 16, 8, 16, 8);

        Assert.Equal(0.5, WorkloadResult.PairedRatio(ours, theirs));
        Assert.Equal(-4, WorkloadResult.PairedDifference(ours, theirs));
        Assert.Equal(0.5, WorkloadResult.RatioOfMedians(ours, theirs));
        Assert.Null(WorkloadResult.PairedRatio(ours, null));
    }

    [Theory]
    [InlineData(4.0, "met")]
    [InlineData(6.0, "missed")]
    public void A_goal_is_judged_by_the_paired_ratio(double ours, string outcome)
    {
        Goal goal = Goal.Time("pair64", "slabwise", Goal.BestC, 0.5);
        WorkloadResult result = Samples.Result(
            Samples.Of("slabwise", ours, 2 * ours, ours), Samples.Of("c:glibc", 10, 20, 10), Samples.Of("c:jemalloc", 11, 22, 11));

        Verdict verdict = Assert.Single(Verdict.On([goal], [result]));

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(ours / 10, verdict.Measured);
        Assert.Contains("c:glibc", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_goal_without_its_reference_is_not_measured_and_one_without_its_workload_is_silent()
    {
        WorkloadResult result = Samples.Result(Samples.Of("slabwise", 4));

        Verdict verdict = Assert.Single(Verdict.On(
            [Goal.Time("pair64", "slabwise", "c:mimalloc", 0.5), Goal.Time("batch64", "slabwise", "gc", 1)], [result]));

        Assert.Equal("not measured", verdict.Outcome);
        Assert.Null(verdict.Measured);
    }

    [Fact]
    public void A_difference_is_in_nanoseconds()
    {
        WorkloadResult result = Samples.Result(Samples.Of("slabwise", 5, 6), Samples.Of("slabwise-unchecked", 4, 5));
        Verdict verdict = Assert.Single(Verdict.On([Goal.Above("pair64", "slabwise", "slabwise-unchecked", 1.5)], [result]));
        Assert.Equal(("met", "ns", 1.0), (verdict.Outcome, verdict.Unit, verdict.Measured));
    }

    [Theory]
    [InlineData(Goal.Least, 40.0, "least of the four, mimalloc", 0.5)]
    [InlineData(Goal.LeastC, null, "least of the four in C, c:glibc", 2.0)]
    public void The_least_of_the_four_is_chosen_by_the_figure_on_its_side(string reference, double? limit, string named, double measured)
    {
        WorkloadResult result = Samples.Result(
            Of("slabwise", 20), Of("gc", 1), Of("glibc", 50), Of("mimalloc", 40), Of("c:glibc", 10), Of("c:mimalloc", 12), Of("other", 2));
        Verdict verdict = Assert.Single(Verdict.On([Goal.Share(Figure.RssPeak, "pair64", "slabwise", reference, limit)], [result]));
        Assert.Equal((named, measured), (verdict.Reference, verdict.Measured));
        Assert.Equal(limit is null ? "reported" : "met", verdict.Outcome);

        static Measurement Of(string name, double peak) => Samples.Of(name, 1) with { RssPeakMiB = peak };
    }

    [Fact]
    public void Without_any_of_the_four_the_least_of_them_is_not_measured() => Assert.Equal("not measured", Assert.Single(Verdict.On(
        [Goal.Share(Figure.RssPeak, "pair64", "slabwise", Goal.Least, 1)], [Samples.Result(Samples.Of("slabwise", 1), Samples.Of("gc", 1))])).Outcome);
}
