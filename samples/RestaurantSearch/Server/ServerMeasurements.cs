using System.Runtime;
using RestaurantSearch.Search;
using Slabwise;

namespace RestaurantSearch.Server;

/// <summary>Collects what a server process says of itself.</summary>
internal sealed class ServerMeasurements(string variant) : IDisposable
{
    private readonly GarbageCollectionPauses _pauses = new();

    public async Task<ServerStatistics> TakeAsync(bool restart)
    {
        await Task.Delay(GarbageCollectionPauses.Delay);
        (double resident, double peak) = ProcessMemory.Read();
        ServerStatistics statistics = new()
        {
            Variant = variant,
            Gen0Count = GC.CollectionCount(0),
            Gen1Count = GC.CollectionCount(1),
            Gen2Count = GC.CollectionCount(2),
            GcPauseTotalMs = GC.GetTotalPauseDuration().TotalMilliseconds,
            GcPauseMaxMs = _pauses.Longest.TotalMilliseconds,
            CpuSeconds = Environment.CpuUsage.TotalTime.TotalSeconds,
            AllocatedMiB = GC.GetTotalAllocatedBytes() / (1024.0 * 1024.0),
            RssMiB = resident,
            RssPeakMiB = peak,
            ServerGc = GCSettings.IsServerGC,
            Slabwise = variant == Variants.Slabwise ? SlabwiseStatistics.Capture().ToString() : null,
        };
        if (restart)
            _pauses.Restart();
        return statistics;
    }

    public void Dispose() => _pauses.Dispose();
}
