using RestaurantSearch.Server;

namespace RestaurantSearch.Comparing;

/// <summary>The garbage collections of some measured stretches of time.</summary>
internal readonly record struct CollectionTotals(int Gen0, int Gen1, int Gen2, double PauseTotalMs, double PauseMaxMs, double AllocatedMiB)
{
    public CollectionTotals Plus(ServerStatistics before, ServerStatistics after) => new(
        Gen0 + after.Gen0Count - before.Gen0Count,
        Gen1 + after.Gen1Count - before.Gen1Count,
        Gen2 + after.Gen2Count - before.Gen2Count,
        PauseTotalMs + after.GcPauseTotalMs - before.GcPauseTotalMs,
        Math.Max(PauseMaxMs, after.GcPauseMaxMs),
        AllocatedMiB + after.AllocatedMiB - before.AllocatedMiB);
}
