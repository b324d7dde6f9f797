using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Slabwise.Process.Tests;

public class DoctorTests
{
    [Theory]
    [InlineData("leak", "1. leak: the pool Slabwise.Probe.Checked64 has 400,000 more rented")]
    [InlineData("fragmentation", "1. fragmentation: the pool Slabwise.Probe.Checked64 has ")]
    [InlineData("caches", "1. caches: caches hold ")]
    [InlineData("decay", "1. decay pending: ")]
    [InlineData("gc", "1. not slabwise's, the gc heap: the GC heap has ")]
    [InlineData("native", "1. not slabwise's, other native memory: ")]
    public void SituationIsTheFirstThingThatTheDoctorNames(string situation, string verdict)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the probe's memory is counted on Linux");
        string[] lines = Examine(situation, out JsonElement snapshot);
        Assert.StartsWith(verdict, lines[1], StringComparison.Ordinal);
        JsonElement totals = snapshot.GetProperty("totals"), process = snapshot.GetProperty("process");
        JsonElement quotes = snapshot.GetProperty("pools").EnumerateArray().First(pool => pool.GetProperty("name").GetString() == "Slabwise.Probe.Checked64");
        string[] figures = situation switch
        {
            "leak" => [Of(quotes, "rented"), Of(quotes, "allocatedBytes")],
            "fragmentation" => [Of(quotes, "fragmentedBytes"), Of(quotes, "rented"), Of(quotes, "sparseSlabs"), Of(quotes, "sparseFreeSlots")],
            "caches" => [Of(totals, "cachedBytes"), Of(totals, "inHandsBytes"), Of(totals, "inCpuBlocksBytes"), Of(totals, "inTransferBytes")],
            "decay" => [Of(totals, "dirtyBytes")],
            "gc" => [Of(process, "gcHeapBytes"), Of(process, "residentSetBytes")],
            _ => [Of(process, "otherBytes"), Of(process, "slabwiseBytes")],
        };
        Assert.All(figures, figure => Assert.Contains(figure, lines[1], StringComparison.Ordinal));
        Assert.StartsWith("   ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void ProcessThatIsWellHasNothingToReport()
    {
        string[] lines = Examine("healthy", out _);
        Assert.StartsWith("slabwise doctor: nothing to report over ", lines[0], StringComparison.Ordinal);
        Assert.Empty(lines[1]);
    }

    private static string[] Examine(string situation, out JsonElement snapshot)
    {
        ProbeRun run = ProbeRun.Start($"doctor {situation}");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        string[] parts = run.Output.Split("\nsnapshot\n");
        snapshot = JsonDocument.Parse(parts[1]).RootElement;
        return parts[0].Split('\n');
    }

    private static string Of(JsonElement from, string figure) => from.GetProperty(figure).GetInt64().ToString("N0", CultureInfo.InvariantCulture);
}
