using RestaurantSearch.Load;

namespace RestaurantSearch.Comparing;

/// <summary>A variant's line in the table and in the JSON file. Collections are those of all measured time.</summary>
internal sealed record ResultRow
{
    public ResultRow(ServerUnderTest server, double fixedRate)
    {
        VariantMeasurements measured = server.Measured;
        Stretch all = measured.AtFullSpeed + measured.AtFixedRate;
        Allocator = server.Variant;
        RequestsPerSecond = Math.Round(measured.RequestsPerSecond, 1);
        FixedRate = Math.Round(fixedRate, 1);
        P50Us = Microseconds(measured, 0.50);
        P99Us = Microseconds(measured, 0.99);
        P999Us = Microseconds(measured, 0.999);
        Gen0Count = all.Gen0Count;
        Gen1Count = all.Gen1Count;
        Gen2Count = all.Gen2Count;
        GcPauseTotalMs = Math.Round(all.GcPauseTotalMs, 3);
        GcPauseMaxMs = Math.Round(all.GcPauseMaxMs, 3);
        CpuUsPerRequest = all.CpuUsPerRequest;
        RssMiB = Math.Round(measured.Last!.RssMiB, 1);
        RssPeakMiB = Math.Round(measured.Last.RssPeakMiB, 1);
        AnswersHash = measured.AnswersHash;
        AtFullSpeed = measured.AtFullSpeed;
        AtFixedRate = measured.AtFixedRate;
        ServerGc = measured.Last.ServerGc;
        ProcessId = server.ProcessId;
        Slabwise = measured.Last.Slabwise;
    }

    public string Allocator { get; }

    public double RequestsPerSecond { get; }

    public double FixedRate { get; }

    public double P50Us { get; }

    public double P99Us { get; }

    public double P999Us { get; }

    public int Gen0Count { get; }

    public int Gen1Count { get; }

    public int Gen2Count { get; }

    public double GcPauseTotalMs { get; }

    public double GcPauseMaxMs { get; }

    public double CpuUsPerRequest { get; }

    public double RssMiB { get; }

    public double RssPeakMiB { get; }

    public string AnswersHash { get; }

    public Stretch AtFullSpeed { get; }

    public Stretch AtFixedRate { get; }

    public bool ServerGc { get; }

    public int ProcessId { get; }

    public string? Slabwise { get; }

    private static double Microseconds(VariantMeasurements latencies, double share) => Math.Round(latencies.Latency(share) / 1000.0, 1);
}
