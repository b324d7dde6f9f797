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
}
