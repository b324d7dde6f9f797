using System.Globalization;

namespace Slabwise.Diagnostics.Reports;

/// <summary>The report for people. The totals read as one sum from top to bottom, so that every resident byte has a line.</summary>
internal static class TextReport
{
    private const int LabelWidth = 14, NumberWidth = 20;

    public static void Write(SlabwiseStatistics now, TextWriter text)
    {
        WriteHead(now, text);
        WriteProcess(now.Process, text);
        WriteMemory(now, text);
        WriteTiers(now.Totals, text);
        PoolTable.Write(now.Pools, text);
        CpuTableText.Write(now.Cpus, text);
    }

    private static void WriteHead(SlabwiseStatistics now, TextWriter text)
    {
        string reason = now.CachePathReason.Length == 0 ? "" : $" ({now.CachePathReason})";
        string drain = now.DrainPath.Length == 0 ? "" : $", drained by {now.DrainPath}";
        Line(text, $"slabwise: caches {now.CachePath}{reason}, {now.RseqAborts:N0} restarts{drain}; {now.Totals.Threads:N0} threads hold hands");
        Line(text, $"taken {now.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z; dirty pages decay {Decay(now.DirtyDecayMilliseconds)}, muzzy ones {Decay(now.MuzzyDecayMilliseconds)}");
        foreach (string problem in now.ConfigurationProblems) Line(text, $"ignored: {problem}");
    }

    private static void WriteProcess(in ProcessMemory process, TextWriter text)
    {
        Line(text, $"\nprocess (bytes)");
        Row(text, " ", "slabwise", process.SlabwiseBytes);
        Row(text, "+", "gc heap", process.GcHeapBytes, "committed, at most");
        Row(text, "+", "other", process.OtherBytes, "runtime, code, stacks, other native memory, at least");
        Row(text, "=", "resident set", process.ResidentSetBytes);
    }

    private static void WriteMemory(SlabwiseStatistics now, TextWriter text)
    {
        MemoryTotals all = now.Totals;
        Line(text, $"\npages (bytes)");
        Row(text, " ", "allocated", all.AllocatedBytes, "rented objects, live blocks");
        Row(text, "+", "internal", all.InternalBytes, "alignment, ends of slabs");
        Row(text, "+", "cached", all.CachedBytes, "idle in hands, CPUs' blocks, transfer, owned slabs, extent cache");
        Row(text, "+", "retired", all.RetiredBytes, "never used again");
        Row(text, "+", "fragmented", all.FragmentedBytes, "free beside something in use");
        Row(text, "=", "active", all.ActiveBytes);
        Row(text, "+", "dirty", all.DirtyBytes, "free, to be given back");
        Row(text, "+", "muzzy", all.MuzzyBytes, "free, the system's whenever it wants");
        Row(text, "=", "resident", all.ResidentBytes, $"peak {Number(all.PeakResidentBytes)}");
        Row(text, "+", "retained", all.RetainedBytes, "committed, holds no memory");
        Row(text, "=", "mapped", all.MappedBytes, $"peak {Number(all.PeakMappedBytes)}");
        Line(text, $"\nbeside the pages (bytes)");
        Row(text, " ", "metadata", all.MetadataBytes);
        Row(text, "+", "hands", all.HandBytes);
        Row(text, "+", "generations", all.GenerationBytes);
        Row(text, "+", "states", all.StateBytes, "maps of live blocks, directory of pages");
        Row(text, "=", "bookkeeping", all.BookkeepingBytes, $"address space {Number(all.ReservedBytes)}");
    }

    private static void WriteTiers(in MemoryTotals all, TextWriter text)
    {
        Line(text, $"\n{"tier",-LabelWidth}  {"idle bytes",NumberWidth} {"asked",16} {"given",16} {"missed",16} {"overflowed",16}");
        Tier(text, "hands", all.InHandsBytes, null, null, null, null);
        Tier(text, "CPUs' blocks", all.InCpuBlocksBytes, all.CpuHits + all.CpuMisses, all.Spills, all.CpuMisses, all.CpuOverflows);
        Tier(text, "transfer", all.InTransferBytes, null, null, null, null);
        Tier(text, "owned slabs", all.InOwnedSlabsBytes, null, all.RemoteFrees, null, null);
        Tier(text, "extent cache", all.InExtentCacheBytes, null, null, null, null);
        Tier(text, "slabs, pages", all.FragmentedBytes + all.DirtyBytes + all.MuzzyBytes, all.SlabFills, all.SlabSpills, null, null);
    }

    private static void Tier(TextWriter text, string name, long bytes, long? asked, long? given, long? missed, long? overflowed) =>
        Line(text, $"{name,-LabelWidth}  {bytes,NumberWidth:N0} {Count(asked),16} {Count(given),16} {Count(missed),16} {Count(overflowed),16}");

    private static void Row(TextWriter text, string sign, string label, long bytes, string note = "") =>
        Line(text, $"{sign} {label,-LabelWidth}{bytes,NumberWidth:N0}{(note.Length == 0 ? "" : "  " + note)}");

    private static string Count(long? count) => count is { } value ? Number(value) : "-";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Decay(int milliseconds) => milliseconds switch
    {
        < 0 => "never",
        0 => "at once",
        _ => $"in {Number(milliseconds)} ms",
    };

    /// <summary>Writes a line and its end, the same on every system.</summary>
    public static void Line(TextWriter text, FormattableString line)
    {
        text.Write(FormattableString.Invariant(line));
        text.Write('\n');
    }
}
