using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>All allocators of one workload, measured in alternation.</summary>
internal sealed class WorkloadResult(Workload workload, IReadOnlyList<Measurement> measurements)
{
    public Workload Workload { get; } = workload;

    public IReadOnlyList<Measurement> Measurements { get; } = measurements;

    /// <summary>The fastest allocator that is not ours, by median.</summary>
    public Measurement? BestPeer { get; } = measurements.Where(m => m.Allocator.IsPeer).MinBy(m => m.Median);

    /// <summary>The fastest of the four libraries called from C.</summary>
    public Measurement? BestC { get; } =
        measurements.Where(m => m.Allocator is { IsPeer: true, Host: Host.C }).MinBy(m => m.Median);

    public Measurement? Of(string allocator) =>
        allocator == Goal.BestC ? BestC : Measurements.FirstOrDefault(m => m.Allocator.Name == allocator);

    /// <summary>What a goal of this workload is held against; <see cref="Goal.Least"/> is a choice by its figure.</summary>
    public Measurement? ReferenceOf(Goal goal) => goal.Reference switch
    {
        Goal.Least => LeastOf(goal.Figure!, Host.DotNet),
        Goal.LeastC => LeastOf(goal.Figure!, Host.C),
        var name => Of(name),
    };

    private Measurement? LeastOf(string figure, Host host) => Measurements
        .Where(m => m.Allocator.IsPeerMalloc && m.Allocator.Host == host && m.Of(figure) is not null).MinBy(m => m.Of(figure));

    public static double? RatioOfMedians(Measurement measured, Measurement? reference) =>
        reference is null ? null : measured.Median / reference.Median;

    /// <summary>
    /// The median of the ratios round by round. A machine's clock may change by a factor between one second and
    /// the next; the two samples of a round lie within one second, so most of that falls out.
    /// </summary>
    public static double? PairedRatio(Measurement measured, Measurement? reference) =>
        reference is null ? null : Quantiles.Median(measured.NsPerOp.Zip(reference.NsPerOp, (a, b) => a / b));

    public static double? PairedDifference(Measurement measured, Measurement? reference) =>
        reference is null ? null : Quantiles.Median(measured.NsPerOp.Zip(reference.NsPerOp, (a, b) => a - b));

    /// <summary>
    /// What one costs above a common base as a share of what the other costs above it, each taken at the first quartile of its rounds:
    /// a difference of two large times is the first to drown in disturbances, and these only ever add. A ratio round by round would say
    /// nothing where a round's divisor is near zero. Null where the reference costs nothing above the base.
    /// </summary>
    public static double? DifferenceRatio(Measurement measured, Measurement? common, Measurement? reference)
    {
        if (common is null || reference is null) return null;
        double without = Undisturbed(common), divisor = Undisturbed(reference) - without;
        return divisor > 0 ? (Undisturbed(measured) - without) / divisor : null;
    }

    private static double Undisturbed(Measurement measurement) => Quantiles.At(measurement.NsPerOp, 0.25);

    /// <summary>The ratio of a figure. Null where a side has none, and where both are zero: there was nothing to measure.</summary>
    public static double? FigureRatio(string figure, Measurement measured, Measurement? reference) =>
        measured.Of(figure) is { } ours && reference?.Of(figure) is { } theirs && (ours, theirs) is not (0, 0) ? ours / theirs : null;
}
