using System.Diagnostics;
using System.Text.Json;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Tests;

/// <summary>The program as it is called: its own process, its exit code and what it prints.</summary>
public sealed class CommandTests
{
    private sealed record Outcome(int Code, string Output, string Errors);

    [Fact]
    public void An_unknown_workload_is_refused_with_the_names()
    {
        Outcome outcome = Run("compare", "--workload", "pair65");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("'pair65'", outcome.Errors, StringComparison.Ordinal);
        foreach (Workload workload in WorkloadCatalog.Compare) Assert.Contains(workload.Name, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_of_the_other_command_is_refused_with_the_names()
    {
        Outcome outcome = Run("suite", "--workload", "pair64");
        Assert.Equal(2, outcome.Code);
        foreach (Workload workload in WorkloadCatalog.Suite) Assert.Contains(workload.Name, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_allocator_that_runs_none_of_the_workloads_is_refused()
    {
        Outcome outcome = Run("suite", "--workload", "arrays", "--allocator", "c:glibc");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("c:glibc", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("arrays", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_allocator_is_refused_with_the_names()
    {
        Outcome outcome = Run("compare", "--allocator", "dlmalloc");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("'dlmalloc'", outcome.Errors, StringComparison.Ordinal);
        foreach (Allocator allocator in AllocatorCatalog.All) Assert.Contains(allocator.Name, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare", "--rounds", "none")]
    [InlineData("compare", "--rounds", "0")]
    [InlineData("suite", "--rounds", "0")]
    [InlineData("suite", "--round-ms", "10001")]
    [InlineData("suite", "--allocator", "dlmalloc")]
    [InlineData("compare", "--library", "nameonly")]
    [InlineData("compare", "--library", "glibc=/x.so")]
    [InlineData("drill", "--workload", "pair64")]
    [InlineData("comparison", "", "")]
    public void Bad_arguments_are_refused(params string[] arguments)
    {
        Outcome outcome = Run([.. arguments.Where(a => a.Length > 0)]);
        Assert.NotEqual(0, outcome.Code);
        Assert.NotEmpty(outcome.Errors);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quick_comparison_runs_from_end_to_end()
    {
        string json = Path.GetTempFileName();
        try
        {
            Outcome outcome = Run("compare", "--quick", "--workload", "handoff64", "--allocator", "slabwise", "objectpool", "--json", json);

            Assert.True(outcome.Code == 0, outcome.Errors);
            using JsonDocument report = JsonDocument.Parse(File.ReadAllText(json));
            JsonElement[] rows = [.. report.RootElement.GetProperty("rows").EnumerateArray()];
            Assert.Equal(["slabwise", "objectpool"], rows.Select(r => r.GetProperty("allocator").GetString()));
            Assert.All(rows, r => Assert.True(r.GetProperty("nsPerOpMin").GetDouble() > 0));
            Assert.Contains("c:mimalloc; at most 0.55", outcome.Output, StringComparison.Ordinal);
            Assert.All(rows, r => Assert.Contains(r.GetProperty("allocator").GetString()!, outcome.Output, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(json);
        }
    }

    [Fact]
    public void A_quick_suite_runs_from_end_to_end_with_figures_and_verdicts()
    {
        string json = Path.GetTempFileName();
        try
        {
            Outcome outcome = Run(
                "suite", "--quick", "--workload", "footprint", "arrays", "asynchop", "--allocator", "slabwise", "slabwise-array", "arraypool", "none", "--json", json);

            Assert.True(outcome.Code == 0, outcome.Errors);
            using JsonDocument report = JsonDocument.Parse(File.ReadAllText(json));
            JsonElement[] rows = [.. report.RootElement.GetProperty("rows").EnumerateArray()];
            Assert.Equal(
                ["footprint slabwise", "arrays slabwise-array", "arrays arraypool", "asynchop slabwise", "asynchop arraypool", "asynchop none"],
                rows.Select(r => $"{r.GetProperty("workload").GetString()} {r.GetProperty("allocator").GetString()}"));
            Assert.All(rows, r => Assert.True(r.GetProperty("nsPerOpMin").GetDouble() > 0));
            Assert.True(rows[0].GetProperty("figures").GetProperty(Figure.Footprint).GetDouble() > 0);
            Assert.True(rows[1].GetProperty("figures").GetProperty(Figure.Held).GetDouble() > 0);
            Assert.Equal(8, rows[1].GetProperty("threads").GetInt32());

            JsonElement[] goals = [.. report.RootElement.GetProperty("goals").EnumerateArray()];
            Assert.Contains(goals, g => g.GetProperty("figure").GetString() == Figure.Held && g.GetProperty("measured").ValueKind == JsonValueKind.Number);
            Assert.Contains(goals, g => g.GetProperty("workload").GetString() == "footprint" && g.GetProperty("limit").GetDouble() == 512);
            Assert.Contains("arraypool, both above none; at most 0.5", outcome.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(json);
        }
    }

    [Fact]
    public void A_quick_scene_rests_and_tells_what_stayed()
    {
        string json = Path.GetTempFileName();
        try
        {
            Outcome outcome = Run("suite", "--quick", "--workload", "pinned", "holes", "--allocator", "slabwise-heap", "glibc", "--json", json);

            Assert.True(outcome.Code == 0, outcome.Errors);
            using JsonDocument report = JsonDocument.Parse(File.ReadAllText(json));
            JsonElement[] rows = [.. report.RootElement.GetProperty("rows").EnumerateArray()];
            Assert.Equal(
                ["pinned slabwise-heap", "pinned glibc", "holes slabwise-heap", "holes glibc"],
                rows.Select(r => $"{r.GetProperty("workload").GetString()} {r.GetProperty("allocator").GetString()}"));
            foreach (JsonElement row in rows.Take(2))
            {
                JsonElement figures = row.GetProperty("figures");
                // Half of the memory is a lower bound that no rounding of sizes can undo.
                Assert.True(figures.GetProperty(Figure.RssFull).GetDouble() - figures.GetProperty(Figure.RssBefore).GetDouble() > 25);
                Assert.True(figures.GetProperty(Figure.RssAfter).GetDouble() > 0);
                Assert.True(figures.GetProperty(Figure.KeptPercent).GetDouble() >= 0);
            }
            JsonElement[] goals = [.. report.RootElement.GetProperty("goals").EnumerateArray()];
            Assert.Contains(goals, g => g.GetProperty("figure").GetString() == Figure.RssRefilled && g.GetProperty("measured").ValueKind == JsonValueKind.Number);
            Assert.Contains("keptPercent; at most 1", outcome.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(json);
        }
    }

    [Fact]
    public void A_drill_shows_the_spread_the_memory_and_our_statistics()
    {
        Outcome outcome = Run("drill", "--quick", "--workload", "requests", "--allocator", "slabwise-portable");

        Assert.True(outcome.Code == 0, outcome.Errors);
        foreach (string expected in (string[])["p50", "p99", "resident", "caches portable", "CheckedItem"])
            Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drilled_scene_shows_what_each_act_left_and_our_statistics()
    {
        Outcome outcome = Run("drill", "--quick", "--workload", "pinned", "--allocator", "slabwise-heap");

        Assert.True(outcome.Code == 0, outcome.Errors);
        foreach (string expected in (string[])[Figure.RssBefore, Figure.RssFull, Figure.RssAfter, Figure.KeptPercent, "resident", "heap 4096"])
            Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_tells_its_figures_when_asked()
    {
        using Process child = Start("child", "crowd2", "slabwise");
        Assert.Equal("@ready", child.StandardOutput.ReadLine());
        child.StandardInput.WriteLine("round 1000");
        Assert.StartsWith("@round", child.StandardOutput.ReadLine(), StringComparison.Ordinal);

        child.StandardInput.WriteLine("figures");

        Assert.Matches(@"^@figure cachedBytes \d+$", child.StandardOutput.ReadLine());
        Assert.Matches(@"^@figure cachedBytesPerCpu \d+$", child.StandardOutput.ReadLine());
        Assert.Equal("@end", child.StandardOutput.ReadLine());
        child.StandardInput.Close();
        Assert.True(child.WaitForExit(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void A_child_ends_with_its_input()
    {
        using Process child = Start("child", "batch64", "native");
        Assert.Equal("@ready", child.StandardOutput.ReadLine());
        child.StandardInput.WriteLine("round 1000");
        Assert.Matches(@"^@round \d+ 1000$", child.StandardOutput.ReadLine());

        child.StandardInput.Close();

        Assert.True(child.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal(0, child.ExitCode);
    }

    private static Outcome Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(ChildLaunch.DotNetHost(), ["exec", typeof(Workload).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
