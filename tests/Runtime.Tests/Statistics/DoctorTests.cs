using System.Globalization;
using Xunit;
using static Slabwise.Runtime.Tests.Statistics.Snapshots;

namespace Slabwise.Runtime.Tests.Statistics;

public class DoctorTests
{
    private static readonly ProcessMemory Process = Healthy().Process;

    [Fact]
    public void HealthyProcessHasNothingToReport()
    {
        Diagnosis diagnosis = SlabwiseDoctor.Examine(Healthy(0), Healthy(60));
        Assert.Empty(diagnosis.Findings);
        Assert.StartsWith("slabwise doctor: nothing to report over 60.0 s; resident set 120.0 MiB (125,829,120 bytes): slabwise 40.0 MiB", diagnosis.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GrowthOfAPoolIsItsLeak()
    {
        PoolStatistics grown = Quotes with { Rented = 462_144, AllocatedBytes = 462_144L * 60 };
        Finding first = FirstOf(Of(30, Process, grown, Blocks), FindingKind.Leak, "Demo.Quote", 200_000 * 60);
        MustSay(first.Message, "200,000 more rented than 30.0 s before", "462,144 in all", Exactly(12_000_000), Exactly(grown.AllocatedBytes));
        MustSay(first.Knob, "SLAB101", "Lease()");
    }

    [Fact]
    public void GrowthOfTheHeapIsItsLeak()
    {
        PoolStatistics grown = Blocks with { Rented = 105, AllocatedBytes = 60 * MiB };
        Finding first = FirstOf(Of(30, Process, Quotes, grown), FindingKind.Leak, "heap large", 50 * MiB);
        MustSay(first.Message, "100 more rented", Exactly(50 * MiB));
    }

    [Fact]
    public void ForgottenObjectsAreALeakWithoutBytes()
    {
        Diagnosis diagnosis = SlabwiseDoctor.Examine(Of(0, Process, Requests), Of(9, Process, Requests with { Rented = 20_077 }));
        Finding only = Assert.Single(diagnosis.Findings);
        Assert.Equal((FindingKind.Leak, "Demo.Request", 0), (only.Kind, only.Pool, only.Bytes));
        MustSay(only.Message, "20,000 more rented", "20,077 in all");
    }

    [Fact]
    public void SurvivorsThatHoldPagesAreFragmentation()
    {
        PoolStatistics holed = Quotes with { Rented = 4_000, AllocatedBytes = 240_000, InternalBytes = 16_000, FragmentedBytes = 15 * MiB, SparseSlabs = 250, SparseFreeSlots = 245_000 };
        Finding first = FirstOf(Of(30, Process, holed, Blocks), FindingKind.Fragmentation, "Demo.Quote", 15 * MiB);
        MustSay(first.Message, Exactly(15 * MiB), "4,000 rented objects", "of 275 slabs in use, 250 are at most a quarter full and have 245,000 slots free", "96% of its active pages");
        MustSay(first.Knob, "Trim()");
    }

    [Fact]
    public void IdleObjectsInCachesAreNamedByTier()
    {
        PoolStatistics cached = Quotes with { Rented = 1_000, AllocatedBytes = 60_000, InternalBytes = 4_000, InCpuBlocks = 200_000 };
        SlabwiseStatistics later = Of(30, Process, cached, Blocks);
        Finding first = FirstOf(later, FindingKind.Caches, "", cached.CachedBytes);
        MustSay(first.Message, Exactly(cached.CachedBytes), $"{Exactly(1_000 * 64)} in the hands of 8 threads", $"{Exactly(200_000 * 64)} in CPUs' blocks", $"{Exactly(3_000 * 64)} in transfer", "the pool Demo.Quote has the most");
        MustSay(first.Knob, "cpu_cache");
        MustSay(FirstOf(Of(30, Process, cached with { InCpuBlocks = 0, InHands = 200_000 }, Blocks), FindingKind.Caches).Knob, "max_cached", "ReclaimDeadThreads");
        MustSay(FirstOf(Of(30, Process, cached with { InCpuBlocks = 0, InTransfer = 200_000 }, Blocks), FindingKind.Caches).Knob, "Trim()");
        MustSay(FirstOf(Of(30, Process, cached with { InCpuBlocks = 0, InOwnedSlabs = 200_000 }, Blocks), FindingKind.Caches).Knob, "CacheKind.PerThread");
        MustSay(FirstOf(Of(30, Process, cached with { InCpuBlocks = 0 }, Blocks with { AllocatedBytes = 0, InExtentCacheBytes = 12 * MiB }), FindingKind.Caches).Knob, "NativeHeap.Trim()");
    }

    [Fact]
    public void FreePagesThatAreStillHeldAreDecay()
    {
        SlabwiseStatistics later = Of(30, Process, Quotes, Blocks with { DirtyBytes = 30 * MiB, MuzzyBytes = 2 * MiB });
        Finding first = FirstOf(later, FindingKind.DecayPending, "", later.Totals.DirtyBytes + later.Totals.MuzzyBytes);
        MustSay(first.Message, Exactly(later.Totals.DirtyBytes), Exactly(later.Totals.MuzzyBytes), "within 10,000 ms", "the pool heap large has the most", Exactly(32 * MiB));
        MustSay(first.Knob, "dirty_decay_ms", "SlabwiseControl.Purge()");
    }

    [Fact]
    public void DecayThatIsSwitchedOffIsSaid()
    {
        var later = new SlabwiseStatistics
        {
            Clock = TimeSpan.FromSeconds(2000), Pools = [Blocks with { DirtyBytes = 30 * MiB }], DirtyDecayMilliseconds = -1,
            Totals = new MemoryTotals().With(Blocks with { DirtyBytes = 30 * MiB }),
        };
        Finding finding = Assert.Single(SlabwiseDoctor.Examine(Of(0, default, Blocks), later).Findings);
        MustSay(finding.Message, "which stay: dirty_decay_ms is -1");
    }

    [Fact]
    public void GrowthOfTheGcHeapIsNotOurs()
    {
        ProcessMemory grown = ProcessMemory.Split(220 * MiB, 40 * MiB, 130 * MiB);
        Finding first = FirstOf(Of(30, grown, Quotes, Blocks), FindingKind.GcHeap, "", 100 * MiB);
        MustSay(first.Message, Exactly(130 * MiB), Exactly(220 * MiB), $"{Exactly(100 * MiB)} more than before", "Slabwise has 40.0 MiB (41,943,040 bytes)");
        MustSay(first.Knob, "dotnet-counters");
    }

    [Fact]
    public void GrowthOfOtherNativeMemoryIsNotOurs()
    {
        ProcessMemory grown = ProcessMemory.Split(220 * MiB, 40 * MiB, 30 * MiB);
        Finding first = FirstOf(Of(30, grown, Quotes, Blocks), FindingKind.OtherNative, "", 100 * MiB);
        MustSay(first.Message, Exactly(150 * MiB), $"{Exactly(100 * MiB)} more than before");
        MustSay(first.Knob, "NativeMemory.Alloc");
    }

    [Fact]
    public void MostOfALargeProcessIsReportedWithoutGrowth()
    {
        ProcessMemory large = ProcessMemory.Split(1000 * MiB, 40 * MiB, 900 * MiB);
        Diagnosis diagnosis = SlabwiseDoctor.Examine(Of(0, large, Quotes, Blocks), Of(30, large, Quotes, Blocks));
        Assert.Equal((FindingKind.GcHeap, 900 * MiB), (diagnosis.Findings[0].Kind, diagnosis.Findings[0].Bytes));
    }

    [Fact]
    public void MostBytesComeFirst()
    {
        PoolStatistics grown = Blocks with { AllocatedBytes = 20 * MiB, DirtyBytes = 40 * MiB };
        Diagnosis diagnosis = SlabwiseDoctor.Examine(Healthy(), Of(30, Process, Quotes, grown));
        Assert.Equal([FindingKind.DecayPending, FindingKind.Leak], diagnosis.Findings.Select(finding => finding.Kind));
        string[] lines = diagnosis.ToString().TrimEnd().Split('\n');
        Assert.StartsWith("1. decay pending: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2. leak: the pool heap large has 0 more rented", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void SmallThingsAreReportedWhenAskedFor()
    {
        Assert.Contains(SlabwiseDoctor.Examine(Healthy(0), Healthy(1), 1 << 18).Findings, finding => finding.Kind == FindingKind.DecayPending);
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabwiseDoctor.Examine(Healthy(), Healthy(), 0));
        Assert.Throws<ArgumentNullException>(() => SlabwiseDoctor.Examine(null!, Healthy()));
        Assert.Throws<ArgumentNullException>(() => SlabwiseDoctor.Examine(Healthy(), null!));
        Assert.Throws<ArgumentException>(() => SlabwiseDoctor.Examine(Healthy(5), Healthy(4)));
    }

    private static Finding FirstOf(SlabwiseStatistics later, FindingKind kind, string pool = "", long bytes = -1)
    {
        Finding first = SlabwiseDoctor.Examine(Healthy(), later).Findings[0];
        Assert.Equal((kind, pool), (first.Kind, first.Pool));
        if (bytes >= 0) Assert.Equal(bytes, first.Bytes);
        return first;
    }

    private static string Exactly(long bytes) => string.Create(CultureInfo.InvariantCulture, $"({bytes:N0} bytes)");

    private static void MustSay(string text, params string[] words) => Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
}
