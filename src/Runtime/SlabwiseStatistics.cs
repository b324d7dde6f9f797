using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics;
using Slabwise.Diagnostics.Reports;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise;

/// <summary>What Slabwise holds at one moment: in all, by pool, by CPU, and as part of the process. Reports are written from it.</summary>
/// <remarks>
/// <para>Immutable. <see cref="Totals"/> is the sum of <see cref="Pools"/>, part by part, but for <see cref="MemoryTotals.MetadataBytes"/>, which has
/// process-wide tables on top. Taking a snapshot stops nobody.</para>
/// <para>Two snapshots make rates (<see cref="Since"/>) and a diagnosis (<see cref="SlabwiseDoctor"/>).</para>
/// </remarks>
public sealed partial class SlabwiseStatistics
{
    internal SlabwiseStatistics()
    {
    }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset TakenAt { get; internal init; }

    /// <summary>The same on a clock that nobody sets: how long the system had been running.</summary>
    public TimeSpan Clock { get; internal init; }

    /// <summary>All pools together.</summary>
    public MemoryTotals Totals { get; internal init; }

    /// <summary>The pools, in the order of their first use; the heap's large blocks last.</summary>
    public IReadOnlyList<PoolStatistics> Pools { get; internal init; } = [];

    /// <summary>The CPUs whose blocks were ever used, by number.</summary>
    public IReadOnlyList<CpuStatistics> Cpus { get; internal init; } = [];

    /// <summary>Whose the process's resident memory is.</summary>
    public ProcessMemory Process { get; internal init; }

    /// <summary>The dirty decay in force, in milliseconds: 0 at once, -1 never.</summary>
    public int DirtyDecayMilliseconds { get; internal init; }

    /// <summary>The muzzy decay in force, in milliseconds: 0 without that state, -1 never.</summary>
    public int MuzzyDecayMilliseconds { get; internal init; }

    /// <summary><c>rseq</c> where caches are per CPU on restartable sequences, else <c>portable</c>.</summary>
    public string CachePath { get; internal init; } = RseqPath.IsActive ? "rseq" : "portable";

    /// <summary>Why the portable path runs; empty on the rseq path.</summary>
    public string CachePathReason { get; internal init; } = RseqPath.Reason;

    /// <summary>How a cache is taken from a running CPU: <c>membarrier</c>, or the slower <c>visits</c> where the kernel has none; empty on the portable path.</summary>
    public string DrainPath { get; internal init; } = RseqPath.IsActive ? CpuFence.Way : "";

    /// <summary>How often the kernel made a restartable sequence start over.</summary>
    public long RseqAborts { get; internal init; }

    /// <summary>What of <c>SLABWISE_CONF</c> or the runtimeconfig property was not understood.</summary>
    public IReadOnlyList<string> ConfigurationProblems { get; internal init; } = [];

    /// <inheritdoc cref="MemoryTotals.AllocatedBytes"/>
    public long AllocatedBytes => Totals.AllocatedBytes;

    /// <inheritdoc cref="MemoryTotals.ActiveBytes"/>
    public long ActiveBytes => Totals.ActiveBytes;

    /// <inheritdoc cref="MemoryTotals.ResidentBytes"/>
    public long ResidentBytes => Totals.ResidentBytes;

    /// <inheritdoc cref="MemoryTotals.MappedBytes"/>
    public long MappedBytes => Totals.MappedBytes;

    /// <inheritdoc cref="MemoryTotals.MetadataBytes"/>
    public long MetadataBytes => Totals.MetadataBytes;

    /// <inheritdoc cref="MemoryTotals.HandBytes"/>
    public long HandBytes => Totals.HandBytes;

    /// <inheritdoc cref="MemoryTotals.GenerationBytes"/>
    public long GenerationBytes => Totals.GenerationBytes;

    /// <summary>What has changed since an earlier snapshot of the same process, by pool and in all, and how fast.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="ArgumentException">It is not earlier.</exception>
    public StatisticsChange Since(SlabwiseStatistics earlier) => new(earlier, this);

    /// <summary>The snapshot as a text report.</summary>
    public override string ToString()
    {
        using var text = new StringWriter();
        WriteText(text);
        return text.ToString();
    }

    /// <summary>Writes the report for people: the totals as one sum a line, then a table of pools and one of CPUs.</summary>
    /// <exception cref="ArgumentNullException">There is no writer.</exception>
    public void WriteText(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TextReport.Write(this, writer);
    }

    /// <summary>Writes the report for programs: every figure of the snapshot, as JSON in UTF-8. Names are stable; later versions may add some.</summary>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonReport.Write(this, stream);
    }

    /// <summary>Writes XML in the form of glibc's <c>malloc_info</c>: a heap a pool.</summary>
    /// <exception cref="ArgumentNullException">There is no writer.</exception>
    public void WriteMallocInfo(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        MallocInfoReport.Write(this, writer);
    }

    /// <summary>Writes a table in the form of Linux's <c>/proc/slabinfo</c>, version 2.1: a line a pool.</summary>
    /// <exception cref="ArgumentNullException">There is no writer.</exception>
    public void WriteSlabInfo(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SlabInfoReport.Write(this, writer);
    }
}
