using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Slabwise.Diagnostics.Reports;
using Xunit;

namespace Slabwise.Runtime.Tests.Statistics;

public class ReportTests
{
    private static readonly SlabwiseStatistics Fixed =
        Snapshots.Of(0, ProcessMemory.Split(120 * Snapshots.MiB, 40 * Snapshots.MiB, 30 * Snapshots.MiB), Snapshots.Quotes, Snapshots.Requests, Snapshots.Blocks);

    [Fact]
    public void JsonHasEveryFigureOfTheSnapshot()
    {
        using JsonDocument json = JsonOf(Fixed);
        JsonElement root = json.RootElement;
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal(Fixed.TakenAt, root.GetProperty("takenAt").GetDateTimeOffset());
        Assert.Equal("membarrier", root.GetProperty("caches").GetProperty("drain").GetString());
        Assert.Equal(10_000, root.GetProperty("decay").GetProperty("dirtyMilliseconds").GetInt32());
        MustEqual(Fixed.Totals, root.GetProperty("totals"));
        MustEqual(Fixed.Process, root.GetProperty("process"));
        Assert.Equal(Fixed.Pools.Count, root.GetProperty("pools").GetArrayLength());
        for (int i = 0; i < Fixed.Pools.Count; i++)
        {
            JsonElement pool = root.GetProperty("pools")[i];
            Assert.Equal(Fixed.Pools[i].Name, pool.GetProperty("name").GetString());
            MustEqual(Fixed.Pools[i], pool);
        }

        for (int i = 0; i < Fixed.Cpus.Count; i++) MustEqual(Fixed.Cpus[i], root.GetProperty("cpus")[i]);
    }

    [Fact]
    public void NamesOfFiguresAreStable()
    {
        // Other programs read these: a name that goes or changes its meaning raises the report's version.
        Assert.Equal("pools threads allocatedBytes internalBytes inHandsBytes inCpuBlocksBytes inTransferBytes inOwnedSlabsBytes inExtentCacheBytes cachedBytes retiredBytes fragmentedBytes activeBytes dirtyBytes muzzyBytes residentBytes retainedBytes mappedBytes metadataBytes handBytes generationBytes stateBytes bookkeepingBytes footprintBytes reservedBytes peakResidentBytes peakMappedBytes refills cpuHits cpuMisses spills cpuOverflows slabFills slabSpills remoteFrees discards", string.Join(' ', Figures.OfTotals.Select(figure => figure.Name)));
        Assert.Equal("residentSetBytes slabwiseBytes gcHeapBytes otherBytes", string.Join(' ', Figures.OfProcess.Select(figure => figure.Name)));
        Assert.Equal("cpu blocks idleSlots idleBytes capacityBytes budgetBytes hits misses uses", string.Join(' ', Figures.OfCpu.Select(figure => figure.Name)));
    }

    [Fact]
    public void JsonOfTheProcessItselfAddsUp()
    {
        StructPool<Reported>.Shared.Rent().Dispose();
        using JsonDocument json = JsonOf(SlabwiseStatistics.Capture());
        JsonElement totals = json.RootElement.GetProperty("totals");
        long Total(string name) => totals.GetProperty(name).GetInt64();
        Assert.Equal(Total("activeBytes"), Total("allocatedBytes") + Total("internalBytes") + Total("cachedBytes") + Total("retiredBytes") + Total("fragmentedBytes"));
        Assert.Equal(Total("mappedBytes"), Total("activeBytes") + Total("dirtyBytes") + Total("muzzyBytes") + Total("retainedBytes"));
        Assert.Equal(Total("activeBytes"), json.RootElement.GetProperty("pools").EnumerateArray().Sum(pool => pool.GetProperty("activeBytes").GetInt64()));
    }

    [Fact]
    public void TextIsThatOfTheGoldenFile()
    {
        // What was written lies beside the test's assembly, to be read and, where it is right, copied over the golden file.
        string text = Fixed.ToString(), golden = Path.Combine(Path.GetDirectoryName(Here())!, "report.golden.txt");
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "report.actual.txt"), text);
        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Fact]
    public void TextReadsAsOneSum()
    {
        Dictionary<string, long> rows = [];
        foreach (string line in Fixed.ToString().Split('\n'))
        {
            if (line.Length < 36 || line[0] is not (' ' or '+' or '=') || line[1] != ' ') continue;
            rows[line[2..16].Trim()] = long.Parse(line[16..36], NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }

        Assert.Equal(Fixed.ActiveBytes, rows["allocated"] + rows["internal"] + rows["cached"] + rows["retired"] + rows["fragmented"]);
        Assert.Equal(rows["active"] + rows["dirty"] + rows["muzzy"], rows["resident"]);
        Assert.Equal(rows["resident"] + rows["retained"], rows["mapped"]);
        Assert.Equal(rows["metadata"] + rows["hands"] + rows["generations"] + rows["states"], rows["bookkeeping"]);
        Assert.Equal(rows["slabwise"] + rows["gc heap"] + rows["other"], rows["resident set"]);
        Assert.Equal(Fixed.MappedBytes, rows["mapped"]);
    }

    [Fact]
    public void MallocInfoLeavesWhatUsersHave()
    {
        using var writer = new StringWriter();
        Fixed.WriteMallocInfo(writer);
        XElement root = XDocument.Parse(writer.ToString()).Root!;
        Assert.Equal("malloc", root.Name);
        XElement[] heaps = [.. root.Elements("heap")];
        Assert.Equal(Fixed.Pools.Select(pool => pool.Name), heaps.Select(heap => heap.Attribute("name")!.Value));
        for (int i = 0; i < heaps.Length; i++)
        {
            PoolStatistics pool = Fixed.Pools[i];
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), heaps[i].Attribute("nr")!.Value);
            Assert.Equal(pool.CachedBytes, Size(heaps[i], "total", "fast"));
            Assert.Equal(pool.AllocatedBytes + pool.InternalBytes + pool.RetiredBytes, Size(heaps[i], "system", "current") - Size(heaps[i], "total", "fast") - Size(heaps[i], "total", "rest"));
        }

        foreach ((string element, string type) in new[] { ("total", "fast"), ("total", "rest"), ("system", "current") })
            Assert.Equal(heaps.Sum(heap => Size(heap, element, type)), Size(root, element, type));
        Assert.Equal(Fixed.Totals.PeakMappedBytes, Size(root, "system", "max"));
        Assert.Equal(10 * Snapshots.MiB, Size(root, "total", "mmap"));
        Assert.Equal("5", root.Elements("total").Single(total => total.Attribute("type")!.Value == "mmap").Attribute("count")!.Value);
    }

    [Fact]
    public void SlabInfoHasTheKernelsColumns()
    {
        using var writer = new StringWriter();
        Snapshots.Of(0, default, Snapshots.Quotes, Snapshots.Requests, Snapshots.Quotes with { Name = "heap 64", Type = PoolType.SizeClass }, Snapshots.Blocks).WriteSlabInfo(writer);
        string[] lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("slabinfo - version: 2.1", lines[0]);
        Assert.StartsWith("# name ", lines[1], StringComparison.Ordinal);
        Assert.Equal(2 + 3, lines.Length);
        string[] columns = lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        PoolStatistics pool = Snapshots.Quotes;
        Assert.Equal(16, columns.Length);
        Assert.Equal("Demo.Quote", columns[0]);
        Assert.Equal([pool.Rented, pool.Slots, pool.StrideBytes, pool.SlotsPerSlab, pool.SlabBytes / 4096], columns[1..6].Select(Number));
        Assert.Equal([":", "tunables"], columns[6..8]);
        Assert.Equal([pool.HandCapacity, pool.HandBatch, 0], columns[8..11].Select(Number));
        Assert.Equal([":", "slabdata"], columns[11..13]);
        Assert.Equal([pool.Slabs - pool.EmptySlabs - pool.DiscardedSlabs, pool.Slabs, pool.InTransfer], columns[13..16].Select(Number));
        Assert.StartsWith("heap-64 ", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void ReportsWantSomewhereToGo()
    {
        Assert.Throws<ArgumentNullException>(() => Fixed.WriteText(null!));
        Assert.Throws<ArgumentNullException>(() => Fixed.WriteJson(null!));
        Assert.Throws<ArgumentNullException>(() => Fixed.WriteMallocInfo(null!));
        Assert.Throws<ArgumentNullException>(() => Fixed.WriteSlabInfo(null!));
    }

    private static JsonDocument JsonOf(SlabwiseStatistics now)
    {
        using var stream = new MemoryStream();
        now.WriteJson(stream);
        return JsonDocument.Parse(stream.ToArray());
    }

    // Every number that the type shows must be in the report, by its name in camel case.
    private static void MustEqual<T>(T expected, JsonElement json) where T : struct
    {
        foreach (PropertyInfo property in typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.PropertyType != typeof(long) && property.PropertyType != typeof(int)) continue;
            string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            Assert.Equal(Convert.ToInt64(property.GetValue(expected), CultureInfo.InvariantCulture), json.GetProperty(name).GetInt64());
        }
    }

    private static long Size(XElement parent, string element, string type) =>
        Number(parent.Elements(element).Single(child => child.Attribute("type")!.Value == type).Attribute("size")!.Value);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private struct Reported { public long A; }
}
