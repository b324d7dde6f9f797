using RestaurantSearch.Load;
using RestaurantSearch.Server;

namespace RestaurantSearch.Comparing;

/// <summary>Gathers the measurements of one variant over all rounds.</summary>
internal sealed class VariantMeasurements(string variant)
{
    private readonly List<double> _throughputs = [];

    public string Variant => variant;

    public string AnswersHash { get; set; } = "";

    public LatencyHistogram Latencies { get; } = new();

    public Stretch AtFixedRate { get; private set; }

    public Stretch AtFullSpeed { get; private set; }

    public ServerStatistics? Last { get; private set; }

    /// <summary>The median of the rounds.</summary>
    public double RequestsPerSecond
    {
        get
        {
            List<double> sorted = [.. _throughputs.Order()];
            int middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public void AddFullSpeed(LoadReport report, ServerStatistics before, ServerStatistics after)
    {
        _throughputs.Add(report.RequestsPerSecond);
        AtFullSpeed += Stretch.Between(before, after, report);
        Last = after;
    }

    public void AddFixedRate(LoadReport report, ServerStatistics before, ServerStatistics after)
    {
        Latencies.Add(LatencyHistogram.FromPairs(report.Latencies));
        AtFixedRate += Stretch.Between(before, after, report);
        Last = after;
    }
}
