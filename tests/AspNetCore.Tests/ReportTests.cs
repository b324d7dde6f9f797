using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class ReportTests
{
    [Fact]
    public async Task StatisticsAreOfThisProcess()
    {
        using Pooled<Voucher> rented = Voucher.Rent();
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get("stats.json");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        using JsonDocument report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        JsonElement pool = report.RootElement.GetProperty("pools").EnumerateArray().Single(pool => pool.GetProperty("name").GetString() == typeof(Voucher).FullName);
        Assert.Equal(1, pool.GetProperty("rented").GetInt64());
        Assert.True(report.RootElement.GetProperty("totals").GetProperty("residentBytes").GetInt64() > 0);
    }

    [Theory]
    [InlineData("stats.txt", "text/plain", "= resident")]
    [InlineData("slabinfo", "text/plain", "slabinfo - version: 2.1")]
    [InlineData("malloc_info.xml", "application/xml", "<malloc version=\"1\">")]
    [InlineData("doctor", "text/plain", "slabwise doctor: ")]
    [InlineData("doctor?seconds=1", "text/plain", "slabwise doctor: ")]
    [InlineData("doctor?format=json", "application/json", "\"findings\":[")]
    public async Task EachReportHasItsForm(string path, string type, string text)
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MallocInfoIsXml()
    {
        await using TestHost host = await TestHost.Start();
        XDocument report = XDocument.Parse(await host.Client.GetStringAsync("/slabwise/malloc_info.xml"));
        Assert.NotEmpty(report.Root!.Elements("heap"));
    }

    [Theory]
    [InlineData("stats.txt")]
    [InlineData("doctor")]
    [InlineData("doctor?seconds=x")]
    [InlineData("nothing-here")]
    public async Task NoAnswerIsStored(string path)
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get(path);
        if (answer.StatusCode == HttpStatusCode.NotFound) return;
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("doctor?seconds=")]
    [InlineData("doctor?seconds=0")]
    [InlineData("doctor?seconds=-5")]
    [InlineData("doctor?seconds=1.5")]
    [InlineData("doctor?seconds=1e3")]
    [InlineData("doctor?seconds=1&seconds=2")]
    [InlineData("doctor?seconds=%00")]
    [InlineData("doctor?format=xml")]
    [InlineData("doctor?format=")]
    [InlineData("pprof/heap?seconds=soon")]
    [InlineData("flamegraph?seconds=0")]
    [InlineData("flamegraph?kind=dead")]
    [InlineData("slabs?pools=")]
    [InlineData("slabs?pools=1-x")]
    [InlineData("slabs?pools=-1")]
    [InlineData("slabs?pools=1&pools=2")]
    [InlineData("slabs?pools=99999999999")]
    [InlineData("slabs?groups=0&pools=1")]
    [InlineData("slabs?groups=1024&pools=0-1-2-3-4")]
    [InlineData("slabs?count=0&pools=1")]
    [InlineData("slabs?first=-1&pools=1")]
    public async Task AMalformedQueryIsRefusedByName(string path)
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"'{path.Split('?', '=')[1]}'", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlabsAreThoseOfThePool()
    {
        Pooled<Ticket>[] rented = [.. Enumerable.Range(0, 5000).Select(_ => Ticket.Rent())];
        await using TestHost host = await TestHost.Start();
        using JsonDocument statistics = JsonDocument.Parse(await host.Client.GetStringAsync("/slabwise/stats.json"));
        JsonElement[] pools = [.. statistics.RootElement.GetProperty("pools").EnumerateArray()];
        int place = Array.FindIndex(pools, pool => pool.GetProperty("name").GetString() == typeof(Ticket).FullName);
        using JsonDocument answer = JsonDocument.Parse(await host.Client.GetStringAsync($"/slabwise/slabs?pools={place}-999999&groups=3"));
        JsonElement[] maps = [.. answer.RootElement.GetProperty("maps").EnumerateArray()];
        Assert.Equal(JsonValueKind.Null, maps[1].ValueKind);
        Assert.Equal(typeof(Ticket).FullName, maps[0].GetProperty("pool").GetString());
        Assert.InRange(maps[0].GetProperty("groups").GetArrayLength(), 1, 3);
        Assert.True(maps[0].GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("usedSlots").GetInt64()) >= 5000);
        foreach (Pooled<Ticket> handle in rented) Ticket.Return(handle);
    }

    [Fact]
    public async Task OnlyReadingIsPossible()
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage posted = await host.Client.PostAsync("/slabwise/stats.txt", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, "/slabwise/stats.txt");
        using HttpResponseMessage answer = await host.Client.SendAsync(head);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ManyAtOnceShareOneSnapshot()
    {
        await using TestHost host = await TestHost.Start();
        string[] taken = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            using JsonDocument report = JsonDocument.Parse(await host.Client.GetStringAsync("/slabwise/stats.json"));
            return report.RootElement.GetProperty("takenAt").GetString()!;
        }));

        // One in a quarter of a second; the requests may take longer than that on a busy machine.
        Assert.True(taken.Distinct().Count() < taken.Length / 2, string.Join('\n', taken));
    }
}

/// <summary>Rented by one test alone, which counts.</summary>
[SizeClassPooled]
internal partial struct Voucher
{
    public long Number;
}

[SizeClassPooled]
internal partial struct Ticket
{
    public long Id;
}
