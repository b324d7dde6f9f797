using System.Diagnostics.Metrics;
using Slabwise.Pages;

namespace Slabwise.Diagnostics.Metrics;

/// <summary>The meter <c>Slabwise</c>: everything is read when somebody collects, nothing is counted for it.</summary>
/// <remarks>Names follow ASP.NET Core's memory pool meter, <c>pooled</c> and the tag <c>owner</c> among them; where ours means another thing than
/// theirs it has another name. See docs/metrics.md.</remarks>
internal static class SlabwiseMeter
{
    public const string Name = "Slabwise";

    private static Meter? s_meter;

    /// <summary>Makes the meter, where there is none yet.</summary>
    public static void Start() => s_meter ??= Make();

    private static Meter Make()
    {
        var meter = new Meter(Name, typeof(SlabwiseMeter).Assembly.GetName().Version?.ToString(3));
        var pools = new PoolPoll();
        AddSizes(meter, pools);
        AddCounts(meter, pools);
        AddProcess(meter, pools);
        return meter;
    }

    private static void AddSizes(Meter meter, PoolPoll pools)
    {
        Add("live", "Memory of rented objects and live blocks.", pool => pool.AllocatedBytes);
        Add("pooled", "Memory that is idle: cached, free beside something in use, or waiting for its decay.", pool => pool.ResidentBytes - pool.AllocatedBytes - pool.InternalBytes);
        Add("cached", "Memory that is idle in caches.", pool => pool.CachedBytes);
        Add("resident", "Pages that are or may be in memory.", pool => pool.ResidentBytes);
        Add("mapped", "Committed pages.", pool => pool.MappedBytes);
        Add("bookkeeping", "Memory beside the pages: hands, maps, generations.", pool => pool.BookkeepingBytes);
        meter.CreateObservableUpDownCounter(
            "slabwise.memory_pool.objects", () => pools.Read(pool => pool.Rented), "{object}", "Rented objects and live blocks.");

        void Add(string name, string description, Func<PoolStatistics, long> value) =>
            meter.CreateObservableUpDownCounter($"slabwise.memory_pool.{name}", () => pools.Read(value), "By", description);
    }

    private static void AddCounts(Meter meter, PoolPoll pools)
    {
        Add("refills", "{batch}", "Batches that hands asked for.", pool => pool.Refills);
        Add("spills", "{batch}", "Batches that hands gave up.", pool => pool.Spills);
        Add("misses", "{batch}", "Refills for which the CPU's block had nothing.", pool => pool.CpuMisses);
        Add("slab_fills", "{batch}", "Batches that came from the slabs.", pool => pool.SlabFills);
        Add("discards", "{call}", "System calls that gave pages back.", pool => pool.Discards);

        void Add(string name, string unit, string description, Func<PoolStatistics, long> value) =>
            meter.CreateObservableCounter($"slabwise.memory_pool.{name}", () => pools.Read(value), unit, description);
    }

    private static void AddProcess(Meter meter, PoolPoll pools)
    {
        meter.CreateObservableUpDownCounter(
            "slabwise.process.footprint", () => pools.Totals.FootprintBytes, "By", "What Slabwise adds to the process's resident memory.");
        meter.CreateObservableGauge("slabwise.process.peak_resident", () => pools.Totals.PeakResidentBytes, "By", "The most that was resident at once.");
        meter.CreateObservableUpDownCounter("slabwise.process.pools", () => (long)pools.Totals.Pools, "{pool}", "Pools that have started.");
        meter.CreateObservableGauge("slabwise.process.limit", Limits, "By", "The limits in force; none where there is none.");
    }

    private static IEnumerable<Measurement<long>> Limits()
    {
        if (MemoryLimits.Soft != MemoryLimits.None) yield return Of(MemoryLimits.Soft, "soft");
        if (MemoryLimits.Hard != MemoryLimits.None) yield return Of(MemoryLimits.Hard, "hard");

        static Measurement<long> Of(long bytes, string kind) => new(bytes, new KeyValuePair<string, object?>("slabwise.limit.kind", kind));
    }
}
