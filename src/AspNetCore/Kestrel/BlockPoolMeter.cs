using System.Diagnostics.Metrics;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>The meter that ASP.NET Core documents for memory pools, by the same names, units and tag.</summary>
/// <remarks>All instruments are observed: a rent adds to a count and tells nobody. Blocks are common to all pools, so pooled, allocated and evicted bytes are the
/// process's; they bear the owner's name as long as there is one owner, which is Kestrel.</remarks>
internal sealed class BlockPoolMeter
{
    public const string Name = "Microsoft.AspNetCore.MemoryPool";
    public const string OwnerTag = "aspnetcore.memory_pool.owner";

    private readonly Lock _gate = new();
    private (string Owner, StripedCount Count)[] _rents = [];

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
        lock (_gate)
        {
            foreach ((string known, StripedCount count) in _rents)
            {
                if (known == owner) return count;
            }

            var added = new StripedCount();
            Volatile.Write(ref _rents, [.. _rents, (owner, added)]);
            return added;
        }
    }

    /// <summary>All rents up to now. Allocates nothing.</summary>
    public long Rents
    {
        get
        {
            long sum = 0;
            foreach ((_, StripedCount count) in Volatile.Read(ref _rents)) sum += count.Sum;
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
        (string Owner, StripedCount Count)[] rents = Volatile.Read(ref _rents);
        return Measured(blocks * PinnedBlock.Bytes, rents.Length == 1 ? rents[0].Owner : "");
    }

    private IEnumerable<Measurement<long>> Rented() => Volatile.Read(ref _rents).Select(of => Measured(of.Count.Sum * PinnedBlock.Bytes, of.Owner));

    private static Measurement<long> Measured(long bytes, string owner) =>
        owner.Length == 0 ? new Measurement<long>(bytes) : new Measurement<long>(bytes, new KeyValuePair<string, object?>(OwnerTag, owner));
}
