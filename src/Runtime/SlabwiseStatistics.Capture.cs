using System.Diagnostics;
using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics;
using Slabwise.Heap;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Pools;

namespace Slabwise;

/// <content>Counting all pools.</content>
public sealed unsafe partial class SlabwiseStatistics
{
    private const int Ended = -1;

    /// <summary>Takes a snapshot of everything.</summary>
    /// <remarks>Thread-safe. Allocates the snapshot on the GC heap. Costs <see cref="SlabPool.GetStatistics"/> for each pool and a read of the process's
    /// resident set; who polls every second or faster asks for <see cref="GetTotals"/>, or for pools by <see cref="CopyPools"/>.</remarks>
    public static SlabwiseStatistics Capture()
    {
        var perCpu = new CpuCount[CpuTopology.PossibleCpus];
        var pools = new List<PoolStatistics>(PoolRegistry.Count + 1);
        var sum = new MemoryTotals();
        for (int at = 0; TryNext(ref at, perCpu, out PoolStatistics pool);)
        {
            pools.Add(pool);
            sum = sum.With(pool);
        }

        MemoryTotals totals = Complete(sum);
        return new SlabwiseStatistics
        {
            TakenAt = DateTimeOffset.UtcNow,
            Clock = Stopwatch.GetElapsedTime(0),
            Totals = totals,
            Pools = pools,
            Cpus = CountCpus(perCpu),
            Process = ProcessMemory.Of(totals),
            DirtyDecayMilliseconds = DecaySettings.DirtyMs,
            MuzzyDecayMilliseconds = DecaySettings.MuzzyMs,
            RseqAborts = RseqPath.Aborts,
            ConfigurationProblems = Configuration.Environment.Problems,
        };
    }

    /// <summary>The totals of this moment.</summary>
    /// <remarks>Thread-safe; allocates nothing. Costs <see cref="SlabPool.GetStatistics"/> for each pool.</remarks>
    public static MemoryTotals GetTotals()
    {
        var sum = new MemoryTotals();
        for (int at = 0; TryNext(ref at, default, out PoolStatistics pool);) sum = sum.With(pool);
        return Complete(sum);
    }

    /// <summary>Counts as many pools as there is room for.</summary>
    /// <returns>How many there are; more than <paramref name="destination"/> takes where it is too short.</returns>
    /// <remarks>Thread-safe; allocates nothing. The order is that of <see cref="Pools"/>, and stays the same but for pools of assemblies that were
    /// unloaded.</remarks>
    public static int CopyPools(Span<PoolStatistics> destination)
    {
        int at = 0, copied = 0;
        while (copied < destination.Length && TryNext(ref at, default, out destination[copied])) copied++;
        return copied < destination.Length ? copied : Math.Max(copied, PoolRegistry.Count + (HeapSpace.Started is null ? 0 : 1));
    }

    /// <summary>Counts the pool at a place and goes on to the next one; the heap's large blocks come after the last.</summary>
    private static bool TryNext(ref int at, Span<CpuCount> perCpu, out PoolStatistics counted)
    {
        counted = default;
        if (at == Ended) return false;

        // A pool that unloads leaves the list before its tiers close, and waits for who visits it: while the list is held, what the registry names
        // is there. The count itself walks the pool's pages, some milliseconds for a large one, and holds up nobody.
        CoreList.Hold();
        bool found = PoolRegistry.TryGet(at, out PoolRegistry.Entry pool);
        if (found) CoreList.Visit((PoolCore*)pool.Core);
        CoreList.LetGo();
        at = found ? at + 1 : Ended;
        if (found)
        {
            counted = PoolStatistics.Of(pool, perCpu);
            CoreList.Leave((PoolCore*)pool.Core);
            return true;
        }

        if (HeapSpace.TotalsOfStarted() is not { } heap) return false;
        counted = PoolStatistics.Of(heap);
        return true;
    }

    // Process-wide tables come on top of what the pools hold; a peak is at least what is shown beside it.
    private static MemoryTotals Complete(in MemoryTotals sum) => sum with
    {
        Threads = HandOwners.Count,
        MetadataBytes = Math.Max(sum.MetadataBytes, MetadataHeap.Bytes),
        ReservedBytes = PageHeap.ReservedBytes,
        PeakResidentBytes = Math.Max(PageHeap.PeakResidentBytes, sum.ResidentBytes),
        PeakMappedBytes = Math.Max(PageHeap.PeakMappedBytes, sum.MappedBytes),
    };

    private static CpuStatistics[] CountCpus(CpuCount[] perCpu)
    {
        var cpus = new List<CpuStatistics>();
        for (int cpu = 0; cpu < perCpu.Length && RseqPath.IsActive; cpu++)
        {
            (long uses, long misses) = CpuCounters.Of(cpu);
            uses += perCpu[cpu].NewUses;
            if (uses == 0 && misses == 0) continue;
            cpus.Add(new CpuStatistics
            {
                Cpu = cpu,
                Blocks = perCpu[cpu].Blocks,
                IdleSlots = perCpu[cpu].Slots,
                IdleBytes = perCpu[cpu].IdleBytes,
                CapacityBytes = CpuBudget.Taken(cpu),
                BudgetBytes = CpuBudget.Bytes,
                Hits = Math.Max(0, uses - misses),
                Misses = misses,
            });
        }

        return [.. cpus];
    }
}
