using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Tests;

/// <summary>Goals on memory, on figures and on costs above a base, at their boundaries.</summary>
public sealed class FigureGoalTests
{
    private static readonly Workload Far = WorkloadCatalog.Named("freeonly"), Same = WorkloadCatalog.Named("freesame");

    [Theory]
    [InlineData(120, "met", 1.2)]
    [InlineData(121, "missed", 1.21)]
    public void Memory_is_held_against_another_workload_of_the_same_allocator(double peak, string outcome, double measured)
    {
        Verdict verdict = Judge(
            Goal.ShareBeside(Figure.RssPeak, "freeonly", "slabwise", "freesame", 1.2),
            new WorkloadResult(Far, [Samples.Of("slabwise", 1) with { Workload = Far, RssPeakMiB = peak }]),
            new WorkloadResult(Same, [Samples.Of("slabwise", 1) with { Workload = Same, RssPeakMiB = 100 }]));

        Assert.Equal((outcome, measured), (verdict.Outcome, verdict.Measured));
        Assert.Equal((Figure.RssPeak, "freesame", "ratio"), (verdict.Figure, verdict.Reference, verdict.Unit));
        Assert.Contains("of the rssPeakMiB of freesame; at most 1.2", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_that_was_not_run_leaves_the_goal_unmeasured()
    {
        Verdict verdict = Judge(
            Goal.ShareBeside(Figure.RssPeak, "freeonly", "slabwise", "freesame", 1.2),
            new WorkloadResult(Far, [Samples.Of("slabwise", 1)]));
        Assert.Equal(("not measured", null), (verdict.Outcome, verdict.Measured));
    }

    [Fact]
    public void Memory_that_nobody_can_read_leaves_the_goal_unmeasured()
    {
        Verdict verdict = Judge(
            Goal.Share(Figure.RssEnd, "pair64", "slabwise", "gc", 1),
            Samples.Result(Samples.Of("slabwise", 1) with { RssEndMiB = double.NaN }, Samples.Of("gc", 1)));
        Assert.Equal("not measured", verdict.Outcome);
    }

    [Theory]
    [InlineData(0.9, "met")]
    [InlineData(1.2, "missed")]
    public void Time_is_held_against_another_workload_round_by_round(double share, string outcome)
    {
        Workload crowd = WorkloadCatalog.Named("crowd"), two = WorkloadCatalog.Named("crowd2");
        Verdict verdict = Judge(
            Goal.TimeBeside("crowd", "slabwise", "crowd2", 1 / 0.9),
            new WorkloadResult(crowd, [Samples.Of("slabwise", share, 2 * share, share)]),
            new WorkloadResult(two, [Samples.Of("slabwise", 1, 2, 1)]));
        Assert.Equal((outcome, share), (verdict.Outcome, verdict.Measured));
    }

    [Theory]
    [InlineData(2.5, 5, "met", 0.5)]
    [InlineData(2.6, 5, "missed", 0.52)]
    [InlineData(0, 5, "met", 0)]
    public void A_figure_is_held_against_that_of_the_reference(double ours, double theirs, string outcome, double measured)
    {
        Verdict verdict = OfFullCollections(ours, theirs);
        Assert.Equal((outcome, measured), (verdict.Outcome, verdict.Measured));
    }

    [Fact]
    public void Two_figures_of_zero_prove_nothing_and_a_zero_reference_is_missed()
    {
        Assert.Equal("not measured", OfFullCollections(0, 0).Outcome);
        Assert.Equal("missed", OfFullCollections(1, 0).Outcome);
    }

    [Theory]
    [InlineData(512, "met")]
    [InlineData(512.1, "missed")]
    public void A_figure_can_have_a_limit_of_its_own(double bytes, string outcome)
    {
        Measurement measurement = With(Samples.Of("slabwise", 1), Figure.Footprint, bytes);
        Verdict verdict = Judge(Goal.Most(Figure.Footprint, "pair64", "slabwise", 512), Samples.Result(measurement));
        Assert.Equal((outcome, bytes, Figure.Footprint), (verdict.Outcome, verdict.Measured, verdict.Unit));
    }

    [Fact]
    public void A_goal_without_a_limit_is_reported()
    {
        Measurement measurement = With(Samples.Of("slabwise", 1), Figure.CachedPerCpu, 4096);
        Verdict verdict = Judge(Goal.Most(Figure.CachedPerCpu, "pair64", "slabwise", null), Samples.Result(measurement));
        Assert.Equal(("reported", 4096.0, null), (verdict.Outcome, verdict.Measured, verdict.Limit));
        Assert.DoesNotContain("at most", verdict.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10.0, "met")]
    [InlineData(11.1, "missed")]
    public void Growth_is_the_end_over_the_first_round(double first, string outcome)
    {
        Measurement measurement = Samples.Of("slabwise", 1) with { RssFirstMiB = 10, RssEndMiB = 1.1 * first };
        Verdict verdict = Judge(Goal.Most(Figure.RssGrowth, "pair64", "slabwise", 1.1 + 1e-9), Samples.Result(measurement));
        Assert.Equal(outcome, verdict.Outcome);
    }

    [Theory]
    [InlineData(105, "met", 0.5)]
    [InlineData(106, "missed", 0.6)]
    [InlineData(99, "met", -0.1)]
    public void A_cost_above_the_empty_loop_is_held_against_the_same_cost_of_the_reference(double ours, string outcome, double measured)
    {
        Verdict verdict = OfCost(ours, common: 100, reference: 110);
        Assert.Equal((outcome, measured), (verdict.Outcome, verdict.Measured));
        Assert.Contains("arraypool, both above none; at most 0.5", verdict.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(95)]
    public void A_reference_that_costs_nothing_above_the_empty_loop_leaves_the_goal_unmeasured(double reference) =>
        Assert.Equal("not measured", OfCost(101, common: 100, reference).Outcome);

    [Fact]
    public void Rounds_that_were_disturbed_do_not_count_in_a_difference()
    {
        Measurement Of(string name, double ns) => Samples.Of(name, ns, ns, ns, 9 * ns, 4 * ns);
        double? ratio = WorkloadResult.DifferenceRatio(Of("slabwise", 105), Of("none", 100), Of("arraypool", 120));
        Assert.Equal(0.25, ratio);
        Assert.Null(WorkloadResult.DifferenceRatio(Of("slabwise", 105), null, Of("arraypool", 120)));
    }

    private static Verdict OfCost(double ours, double common, double reference) => Judge(
        Goal.CostAbove("pair64", "slabwise", "none", "arraypool", 0.5),
        Samples.Result(Samples.Of("slabwise", ours), Samples.Of("none", common), Samples.Of("arraypool", reference)));

    private static Verdict OfFullCollections(double ours, double theirs) => Judge(
        Goal.Share(Figure.FullCollections, "pair64", "slabwise", "gc", 0.5),
        Samples.Result(With(Samples.Of("slabwise", 1), Figure.FullCollections, ours), With(Samples.Of("gc", 1), Figure.FullCollections, theirs)));

    private static Measurement With(Measurement measurement, string figure, double value) =>
        measurement with { Figures = new Dictionary<string, double> { [figure] = value } };

    private static Verdict Judge(Goal goal, params WorkloadResult[] results) => Assert.Single(Verdict.On([goal], results));
}
