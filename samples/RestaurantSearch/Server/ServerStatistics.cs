namespace RestaurantSearch.Server;

/// <summary>What a server process says of itself. Counts are since its start, the longest pause since the last restart of it.</summary>
internal sealed record ServerStatistics
{
    public required string Variant { get; init; }

    public required int Gen0Count { get; init; }

    public required int Gen1Count { get; init; }

    public required int Gen2Count { get; init; }

    public required double GcPauseTotalMs { get; init; }

    public required double GcPauseMaxMs { get; init; }

    public required double CpuSeconds { get; init; }

    public required double AllocatedMiB { get; init; }

    public required double RssMiB { get; init; }

    public required double RssPeakMiB { get; init; }

    public required bool ServerGc { get; init; }

    public required string? Slabwise { get; init; }
}
