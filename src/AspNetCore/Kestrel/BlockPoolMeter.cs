using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>The meter that ASP.NET Core documents for memory pools, by the same names, units and tag.</summary>
/// <remarks>All instruments are observed: a rent adds to a count and tells nobody. Blocks are common to all pools, so pooled, allocated and evicted bytes are the
/// process's; they bear the owner's name as long as there is one owner, which is Kestrel.</remarks>
internal sealed class BlockPoolMeter
{
    public const string Name = "Microsoft.AspNetCore.MemoryPool";
    public const string OwnerTag = "aspnetcore.memory_pool.owner";

    private readonly ConcurrentDictionary<string, StripedCount> _rents = [];
    private StripedCount[] _counts = [];

    public BlockPoolMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        meter.CreateObservableUpDownCounter("aspnetcore.memory_pool.pooled", () => OfProcess(Idle), "By", "Bytes of blocks that lie idle and can be rented.");
        meter.CreateObservableCounter("aspnetcore.memory_pool.allocated", () => OfProcess(PinnedBlock.Pool.GetStatistics().Created), "By", "Bytes of blocks that were made because none lay idle.");
        meter.CreateObservableCounter("aspnetcore.memory_pool.evicted", () => OfProcess(PinnedBlock.Pool.GetStatistics().Dropped), "By", "Bytes of idle blocks that were given up.");
        meter.CreateObservableCounter("aspnetcore.memory_pool.rented", Rented, "By", "Bytes of all rents.");
    }

    /// <summary>What counts an owner's rents, in all pools that it has or had.</summary>
    public StripedCount CountOf(string owner)
    {
        lock (_rents)
        {
            StripedCount count = _rents.GetOrAdd(owner, _ => new StripedCount());
            Volatile.Write(ref _counts, [.. _rents.Values]);
            return count;
        }
    }

    /// <summary>All rents up to now. Allocates nothing.</summary>
    public long Rents
    {
        get
        {
            long sum = 0;
            foreach (StripedCount count in Volatile.Read(ref _counts)) sum += count.Sum;
            return sum;
        }
    }

    private static long Idle
    {
        get
        {
            PoolStatistics now = PinnedBlock.Pool.GetStatistics();
            return Math.Max(0, now.Created - now.Dropped - now.Rented);
        }
    }

    private Measurement<long> OfProcess(long blocks)
    {
        string[] owners = [.. _rents.Keys];
        return Measured(blocks * PinnedBlock.Bytes, owners.Length == 1 ? owners[0] : "");
    }

    private IEnumerable<Measurement<long>> Rented() => _rents.Select(of => Measured(of.Value.Sum * PinnedBlock.Bytes, of.Key));

    private static Measurement<long> Measured(long bytes, string owner) =>
        owner.Length == 0 ? new Measurement<long>(bytes) : new Measurement<long>(bytes, new KeyValuePair<string, object?>(OwnerTag, owner));
}
