using RestaurantSearch.Load;

namespace RestaurantSearch.Comparing;

/// <summary>A variant's line in the table and in the JSON file.</summary>
internal sealed record ResultRow
{
    public ResultRow(ServerUnderTest server, double fixedRate)
    {
        VariantMeasurements measured = server.Measured;
        Allocator = server.Variant;
        RequestsPerSecond = Math.Round(measured.RequestsPerSecond, 1);
        FixedRate = Math.Round(fixedRate, 1);
        FixedRateRequests = measured.Latencies.Count;
        P50Us = Microseconds(measured.Latencies, 0.50);
        P99Us = Microseconds(measured.Latencies, 0.99);
        P999Us = Microseconds(measured.Latencies, 0.999);
        Gen0Count = measured.AtFixedRate.Gen0;
        Gen1Count = measured.AtFixedRate.Gen1;
        Gen2Count = measured.AtFixedRate.Gen2;
        GcPauseTotalMs = Math.Round(measured.AtFixedRate.PauseTotalMs, 3);
        GcPauseMaxMs = Math.Round(measured.AtFixedRate.PauseMaxMs, 3);
        AllocatedMiB = Math.Round(measured.AtFixedRate.AllocatedMiB, 1);
        FullSpeed = measured.AtFullSpeed;
        RssMiB = Math.Round(measured.Last!.RssMiB, 1);
        RssPeakMiB = Math.Round(measured.Last.RssPeakMiB, 1);
        ServerGc = measured.Last.ServerGc;
        AnswersHash = measured.AnswersHash;
        ProcessId = server.ProcessId;
        Slabwise = measured.Last.Slabwise;
    }

    public string Allocator { get; }

    public double RequestsPerSecond { get; }

    public double FixedRate { get; }

    public long FixedRateRequests { get; }

    public double P50Us { get; }

    public double P99Us { get; }

    public double P999Us { get; }

    public int Gen0Count { get; }

    public int Gen1Count { get; }

    public int Gen2Count { get; }

    public double GcPauseTotalMs { get; }

    public double GcPauseMaxMs { get; }

    public double AllocatedMiB { get; }

    /// <summary>The collections while the server ran as fast as it could. Faster variants then did more work.</summary>
    public CollectionTotals FullSpeed { get; }

    public double RssMiB { get; }

    public double RssPeakMiB { get; }

    public bool ServerGc { get; }

    public string AnswersHash { get; }

    public int ProcessId { get; }

    public string? Slabwise { get; }

    private static double Microseconds(LatencyHistogram latencies, double share) => Math.Round(latencies.Quantile(share) / 1000.0, 1);
}
