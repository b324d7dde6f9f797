using System.Globalization;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

internal static class Rows
{
    public static IEnumerable<Row> Of(WorkloadResult result, bool quick) =>
        result.Measurements.Select(m => new Row
        {
            Workload = result.Workload.Name,
            Allocator = m.Allocator.Name,
            Threads = result.Workload.Threads,
            NsPerOp = Math.Round(m.Median, 3),
            NsPerOpMin = Math.Round(m.NsPerOp.Min(), 3),
            NsPerOpMax = Math.Round(m.NsPerOp.Max(), 3),
            RssPeakMiB = Math.Round(m.RssPeakMiB, 1),
            RssEndMiB = Math.Round(m.RssEndMiB, 1),
            Note = Note(result, m, quick),
            Rounds = m.NsPerOp.Count,
            RssFirstMiB = Math.Round(m.RssFirstMiB, 1),
            Figures = m.Figures,
            RatioToBestPeer = Rounded(WorkloadResult.RatioOfMedians(m, result.BestPeer)),
            BestPeer = result.BestPeer?.Allocator.Name,
            RatioToBestC = Rounded(WorkloadResult.RatioOfMedians(m, result.BestC)),
            BestC = result.BestC?.Allocator.Name,
            PairedRatioToBestC = Rounded(WorkloadResult.PairedRatio(m, result.BestC)),
        });

    private static string Note(WorkloadResult result, Measurement measurement, bool quick)
    {
        var parts = new List<string>();
        if (ReferenceEquals(measurement, result.BestPeer)) parts.Add("best peer");
        if (ReferenceEquals(measurement, result.BestC)) parts.Add("best C");
        if (measurement.Allocator.LoopOf(result.Workload) is var loop && loop != result.Workload.Name) parts.Add($"loop of {loop}");
        if (result.Workload.WatchesGrowth)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"RSS from {measurement.RssFirstMiB:0.0} to {measurement.RssEndMiB:0.0} MiB"));
        foreach ((string name, double value) in measurement.Figures) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value:#,0.###}"));
        if (quick) parts.Add("quick");
        return string.Join(", ", parts);
    }

    private static double? Rounded(double? ratio) => ratio is { } value ? Math.Round(value, 3) : null;
}
