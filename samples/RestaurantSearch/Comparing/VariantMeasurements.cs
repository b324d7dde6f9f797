using RestaurantSearch.Load;
using RestaurantSearch.Server;

namespace RestaurantSearch.Comparing;

/// <summary>Gathers the measurements of one variant over all rounds.</summary>
internal sealed class VariantMeasurements(string variant)
{
    private readonly List<double> _throughputs = [];
    private readonly List<LatencyHistogram> _latencies = [];

    public string Variant => variant;

    public string AnswersHash { get; set; } = "";

    public Stretch AtFixedRate { get; private set; }

    public Stretch AtFullSpeed { get; private set; }

    public ServerStatistics? Last { get; private set; }

    /// <summary>The median of the rounds.</summary>
    public double RequestsPerSecond => MedianOf(_throughputs);

    /// <summary>A quantile of the latencies, in nanoseconds: the median of the rounds, so that one bad moment of the machine does not decide it.</summary>
    public double Latency(double share) => MedianOf(_latencies.Select(round => (double)round.Quantile(share)));

    public void AddFullSpeed(LoadReport report, ServerStatistics before, ServerStatistics after)
    {
        _throughputs.Add(report.RequestsPerSecond);
        AtFullSpeed += Stretch.Between(before, after, report);
        Last = after;
    }

    public void AddFixedRate(LoadReport report, ServerStatistics before, ServerStatistics after)
    {
        _latencies.Add(LatencyHistogram.FromPairs(report.Latencies));
        AtFixedRate += Stretch.Between(before, after, report);
        Last = after;
    }

    private static double MedianOf(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Order()];
        int middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
