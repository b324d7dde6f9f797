using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>What was seen of one allocator in one workload: a sample for every round of the run.</summary>
internal sealed record Measurement(
    Workload Workload, Allocator Allocator, IReadOnlyList<double> NsPerOp, double RssPeakMiB, double RssEndMiB)
{
    public double Median { get; } = Quantiles.Median(NsPerOp);

    /// <summary>Resident memory after the first round.</summary>
    public double RssFirstMiB { get; init; } = double.NaN;

    /// <summary>What the loop told besides time, by the names of <see cref="Catalog.Figure"/>.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>A figure, or null where it was not taken.</summary>
    public double? Of(string figure)
    {
        double value = figure switch
        {
            Figure.RssPeak => RssPeakMiB,
            Figure.RssEnd => RssEndMiB,
            Figure.RssGrowth => RssEndMiB / RssFirstMiB,
            _ => Figures.GetValueOrDefault(figure, double.NaN),
        };
        return double.IsFinite(value) ? value : null;
    }
}
