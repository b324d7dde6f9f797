using RestaurantSearch.Load;
using RestaurantSearch.Server;

namespace RestaurantSearch.Comparing;

/// <summary>What it took a server to answer some requests; stretches add up.</summary>
internal readonly record struct Stretch
{
    public long Requests { get; init; }

    public int Gen0Count { get; init; }

    public int Gen1Count { get; init; }

    public int Gen2Count { get; init; }

    public double GcPauseTotalMs { get; init; }

    public double GcPauseMaxMs { get; init; }

    public double CpuSeconds { get; init; }

    public double AllocatedMiB { get; init; }

    public double CpuUsPerRequest => Requests > 0 ? Math.Round(CpuSeconds * 1e6 / Requests, 1) : 0;

    public static Stretch Between(ServerStatistics before, ServerStatistics after, LoadReport load) => new()
    {
        Requests = load.Requests,
        Gen0Count = after.Gen0Count - before.Gen0Count,
        Gen1Count = after.Gen1Count - before.Gen1Count,
        Gen2Count = after.Gen2Count - before.Gen2Count,
        GcPauseTotalMs = after.GcPauseTotalMs - before.GcPauseTotalMs,
        GcPauseMaxMs = after.GcPauseMaxMs,
        CpuSeconds = after.CpuSeconds - before.CpuSeconds,
        AllocatedMiB = after.AllocatedMiB - before.AllocatedMiB,
    };

    public static Stretch operator +(Stretch left, Stretch right) => new()
    {
        Requests = left.Requests + right.Requests,
        Gen0Count = left.Gen0Count + right.Gen0Count,
        Gen1Count = left.Gen1Count + right.Gen1Count,
        Gen2Count = left.Gen2Count + right.Gen2Count,
        GcPauseTotalMs = left.GcPauseTotalMs + right.GcPauseTotalMs,
        GcPauseMaxMs = Math.Max(left.GcPauseMaxMs, right.GcPauseMaxMs),
        CpuSeconds = left.CpuSeconds + right.CpuSeconds,
        AllocatedMiB = left.AllocatedMiB + right.AllocatedMiB,
    };
}
