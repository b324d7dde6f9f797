using System.Text.Json;
using Slabwise.Benchmarks.Results;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_row_has_the_fields_of_the_contract()
    {
        WorkloadResult result = Samples.Result(Samples.Of("gc", 9, 11, 10), Samples.Of("c:glibc", 20, 20, 20));
        using JsonDocument report = JsonDocument.Parse(JsonReport.Write(new MachineInfo(), [.. Rows.Of(result, quick: true)], []));

        Assert.Equal(JsonValueKind.Object, report.RootElement.GetProperty("machine").ValueKind);
        JsonElement row = report.RootElement.GetProperty("rows")[0];
        Assert.Equal("pair64", row.GetProperty("workload").GetString());
        Assert.Equal("gc", row.GetProperty("allocator").GetString());
        Assert.Equal(1, row.GetProperty("threads").GetInt32());
        Assert.Equal(10, row.GetProperty("nsPerOp").GetDouble());
        Assert.Equal(9, row.GetProperty("nsPerOpMin").GetDouble());
        Assert.Equal(11, row.GetProperty("nsPerOpMax").GetDouble());
        Assert.Equal(20, row.GetProperty("rssPeakMiB").GetDouble());
        Assert.Equal(10, row.GetProperty("rssEndMiB").GetDouble());
        Assert.Equal("best peer, quick", row.GetProperty("note").GetString());
        Assert.Equal(JsonValueKind.Object, row.GetProperty("figures").ValueKind);
        Assert.Equal(0.5, row.GetProperty("ratioToBestC").GetDouble());
        Assert.Equal(0.5, row.GetProperty("pairedRatioToBestC").GetDouble());
        Assert.Equal(1, row.GetProperty("ratioToBestPeer").GetDouble());
    }

    [Fact]
    public void Figures_stand_in_the_row_and_in_its_note()
    {
        Measurement measurement = Samples.Of("gc", 9) with { Figures = new Dictionary<string, double> { ["heldBytes"] = 1234567, ["gen2Count"] = 0 } };
        Row row = Assert.Single(Rows.Of(Samples.Result(measurement), quick: false));
        Assert.Equal(1234567, row.Figures["heldBytes"]);
        Assert.Equal("best peer, heldBytes 1,234,567, gen2Count 0", row.Note);
    }

    [Fact]
    public void A_size_that_is_not_known_is_null()
    {
        WorkloadResult result = Samples.Result(Samples.Of("gc", 9) with { RssPeakMiB = double.NaN });
        using JsonDocument report = JsonDocument.Parse(JsonReport.Write(new MachineInfo(), [.. Rows.Of(result, quick: false)], []));
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("rows")[0].GetProperty("rssPeakMiB").ValueKind);
    }

    [Fact]
    public void Resident_sizes_are_read_from_the_status_of_a_process()
    {
        ResidentSize size = ResidentSize.Parse(["Name:\tx", "VmHWM:\t    2048 kB", "VmRSS:\t    1024 kB"]);
        Assert.Equal(new ResidentSize(2, 1), size);
    }
}
