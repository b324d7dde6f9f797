using System.Globalization;
using System.Text;
using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics;
using Slabwise.Heap;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Pools;

namespace Slabwise;

/// <summary>What Slabwise holds at one moment, in all and by pool.</summary>
/// <remarks><c>AllocatedBytes &lt;= ActiveBytes &lt;= ResidentBytes &lt;= MappedBytes</c>; metadata and address space come on top and are listed apart.
/// Taking it stops nobody.</remarks>
public sealed class SlabwiseStatistics
{
    private SlabwiseStatistics(PoolStatistics[] pools)
    {
        Pools = pools;
        foreach (PoolStatistics pool in pools)
        {
            AllocatedBytes += pool.AllocatedBytes;
            ActiveBytes += pool.ActiveBytes;
            ResidentBytes += pool.ResidentBytes;
            MappedBytes += pool.MappedBytes;
            HandBytes += pool.HandBytes;
            GenerationBytes += pool.GenerationBytes;
        }
    }

    /// <summary>Bytes of rented objects.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Bytes of slabs with at least one used slot.</summary>
    public long ActiveBytes { get; }

    /// <summary>Bytes of slabs that were touched and not given back.</summary>
    public long ResidentBytes { get; }

    /// <summary>Bytes of slabs that are committed.</summary>
    public long MappedBytes { get; }

    /// <summary>Bytes of bookkeeping: CPU blocks, batches, slot maps, pool state.</summary>
    public long MetadataBytes { get; } = MetadataHeap.Bytes;

    /// <summary>Bytes of threads' hands, those of ended threads among them until they are noticed.</summary>
    public long HandBytes { get; }

    /// <summary>Bytes of generations in use, at most: whole pages up to the highest slot that was ever handed out.</summary>
    public long GenerationBytes { get; }

    /// <summary>Threads that hold hands.</summary>
    public int Threads { get; } = HandOwners.Count;

    /// <summary>Bytes of address space held for slabs and side arrays; what is not touched takes up no memory.</summary>
    public long ReservedBytes { get; } = PageHeap.ReservedBytes;

    /// <summary>The pools, in the order of their first use.</summary>
    public IReadOnlyList<PoolStatistics> Pools { get; }

    /// <summary><c>rseq</c> where caches are per CPU on restartable sequences, else <c>portable</c>.</summary>
    public string CachePath { get; } = RseqPath.IsActive ? "rseq" : "portable";

    /// <summary>Why the portable path runs; empty on the rseq path.</summary>
    public string CachePathReason { get; } = RseqPath.Reason;

    /// <summary>How a cache is taken from a running CPU: <c>membarrier</c>, or the slower <c>visits</c> where the kernel has none; empty on the portable path.</summary>
    public string DrainPath { get; } = RseqPath.IsActive ? CpuFence.Way : "";

    /// <summary>How often the kernel made a restartable sequence start over.</summary>
    public long RseqAborts { get; } = RseqPath.Aborts;

    /// <summary>What of <c>SLABWISE_CONF</c> or the runtimeconfig property was not understood.</summary>
    public IReadOnlyList<string> ConfigurationProblems { get; } = Configuration.Environment.Problems;

    /// <summary>Takes a snapshot. Allocates the snapshot itself; <see cref="SlabPool.GetStatistics"/> allocates nothing.</summary>
    public static SlabwiseStatistics Capture()
    {
        ReadOnlySpan<PoolRegistry.Entry> entries = PoolRegistry.Entries;
        var pools = new List<PoolStatistics>(entries.Length + 1);
        foreach (PoolRegistry.Entry entry in entries) pools.Add(PoolStatistics.Of(entry));
        if (HeapSpace.TotalsOfStarted() is { } heap) pools.Add(PoolStatistics.Of(heap));
        return new SlabwiseStatistics([.. pools]);
    }

    /// <summary>The snapshot as a text report.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"slabwise: caches {CachePath}{(CachePathReason.Length == 0 ? "" : $" ({CachePathReason})")}, {RseqAborts} restarts{(DrainPath.Length == 0 ? "" : $", drained by {DrainPath}")}\n");
        text.Append(CultureInfo.InvariantCulture, $"allocated {AllocatedBytes:N0}, active {ActiveBytes:N0}, resident {ResidentBytes:N0}, mapped {MappedBytes:N0}; metadata {MetadataBytes:N0}, hands {HandBytes:N0} of {Threads} threads, generations {GenerationBytes:N0}, address space {ReservedBytes:N0}\n");
        text.Append(CultureInfo.InvariantCulture, $"{"pool",-36} {"bytes",7} {"rented",11} {"cached",9} {"transfer",9} {"slabs",7} {"empty",7} {"refills",10} {"spills",10} {"slabfills",10} {"slabspills",10}\n");
        foreach (PoolStatistics pool in Pools)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{pool.Name,-36} {pool.ObjectBytes,7} {pool.Rented,11:N0} {pool.Cached,9:N0} {pool.InTransfer,9:N0} {pool.Slabs,7:N0} {pool.EmptySlabs + pool.DiscardedSlabs,7:N0} {pool.Refills,10:N0} {pool.Spills,10:N0} {pool.SlabFills,10:N0} {pool.SlabSpills,10:N0}\n");
        }

        return text.ToString();
    }
}
