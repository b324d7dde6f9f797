using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using RestaurantSearch.Search;

namespace RestaurantSearch.Tests;

public sealed class EndToEndTests
{
    private const string FewRecords = "60000";

    [Fact]
    public async Task A_short_comparison_measures_all_variants_and_leaves_nothing_behind()
    {
        string file = Path.Combine(Path.GetTempPath(), $"sample-{Guid.NewGuid():N}.json");
        try
        {
            SampleRun run = await SampleRun.ToTheEndAsync("--seconds", "6", "--records", FewRecords, "--connections", "4", "--json", file);
            Assert.True(run.ExitCode == 0, run.Error + run.Output);
            using JsonDocument result = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            Assert.True(result.RootElement.GetProperty("machine").GetProperty("cores").GetInt32() >= 1);
            JsonElement[] rows = [.. result.RootElement.GetProperty("rows").EnumerateArray()];
            Assert.Equal(Variants.All, rows.Select(r => r.GetProperty("allocator").GetString()));
            foreach (JsonElement row in rows)
                CheckRow(row);
            Assert.Single(rows.DistinctBy(r => r.GetProperty("answersHash").GetString()));
            Assert.All(Variants.All, variant => Assert.Contains(variant, run.Output, StringComparison.Ordinal));
            Assert.Contains("SearchRecord", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Children_end_with_a_parent_that_was_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Children are looked up in /proc.");
        using Process parent = SampleRun.Start("--records", FewRecords);
        int[] children = [];
        Assert.True(await Eventually(() => (children = ChildrenOf(parent.Id)).Length == Variants.All.Length + 1));
        parent.Kill();
        Assert.True(await Eventually(() => !children.Any(SampleRun.IsRunning)));
    }

    [Theory]
    [InlineData("--seconds must be from", "--seconds", "1")]
    [InlineData("'malloc' not recognized", "--variant", "malloc")]
    [InlineData("--urls goes with --serve", "--urls", "http://127.0.0.1:0")]
    [InlineData("--rate goes with --serve", "--rate", "5")]
    [InlineData("--records must be from", "--records", "-5")]
    [InlineData("nonsense", "--nonsense")]
    [InlineData("not an address", "--serve", "--urls", "nowhere")]
    [InlineData("no folder", "--json", "/no/such/folder/rows.json")]
    public async Task Bad_arguments_are_refused_by_name(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.ToTheEndAsync(arguments);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_named()
    {
        using TcpListener holder = new(IPAddress.Loopback, 0);
        holder.Start();
        string url = $"http://{holder.LocalEndpoint}";
        SampleRun run = await SampleRun.ToTheEndAsync("--serve", "--urls", url, "--records", FewRecords);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(url, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_opens_a_live_page_under_load()
    {
        using Process server = SampleRun.Start("--serve", "--urls", "http://127.0.0.1:0", "--records", FewRecords, "--rate", "50", "--connections", "2");
        try
        {
            Assert.StartsWith("listening on http://127.0.0.1:", await server.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            string line = (await server.StandardOutput.ReadLineAsync())!;
            Assert.StartsWith("live page at ", line, StringComparison.Ordinal);
            string page = line["live page at ".Length..line.IndexOf(',', StringComparison.Ordinal)];
            using HttpClient client = new();
            Assert.Contains("<title>Slabwise</title>", await client.GetStringAsync(page), StringComparison.Ordinal);
            long first = await SpillsAsync(client, page);
            Assert.True(await EventuallyAsync(async () => await SpillsAsync(client, page) > first));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static async Task<long> SpillsAsync(HttpClient client, string page)
    {
        using JsonDocument statistics = JsonDocument.Parse(await client.GetStringAsync(page + "stats.json"));
        return statistics.RootElement.GetProperty("totals").GetProperty("spills").GetInt64();
    }

    private static async Task<bool> EventuallyAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 300; i++)
        {
            if (await condition())
                return true;
            await Task.Delay(100);
        }
        return false;
    }

    private static void CheckRow(JsonElement row)
    {
        double Number(string name) => row.GetProperty(name).GetDouble();
        Assert.True(Number("requestsPerSecond") > 10);
        Assert.InRange(Number("p50Us"), 1, Number("p99Us"));
        Assert.InRange(Number("p99Us"), Number("p50Us"), Number("p999Us"));
        Assert.True(Number("gen2Count") >= 0);
        Assert.InRange(Number("gcPauseMaxMs"), 0, 10_000);
        Assert.True(Number("gcPauseTotalMs") >= 0);
        Assert.InRange(Number("rssPeakMiB"), 20, 10_000);
        Assert.Equal(16, row.GetProperty("answersHash").GetString()!.Length);
        Assert.False(SampleRun.IsRunning((int)Number("processId")));
    }

    private static async Task<bool> Eventually(Func<bool> condition)
    {
        for (int i = 0; i < 600; i++)
        {
            if (condition())
                return true;
            await Task.Delay(100);
        }
        return false;
    }

    private static int[] ChildrenOf(int parent)
    {
        List<int> children = [];
        foreach (string task in Directory.GetDirectories($"/proc/{parent}/task"))
        {
            string file = Path.Combine(task, "children");
            string ids = File.Exists(file) ? File.ReadAllText(file) : "";
            children.AddRange(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
        }
        return [.. children];
    }
}
