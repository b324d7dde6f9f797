using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>What was seen of one allocator in one workload: a sample for every round of the run.</summary>
internal sealed record Measurement(
    Workload Workload, Allocator Allocator, IReadOnlyList<double> NsPerOp, double RssPeakMiB, double RssEndMiB)
{
    public double Median { get; } = Quantiles.Median(NsPerOp);
}
