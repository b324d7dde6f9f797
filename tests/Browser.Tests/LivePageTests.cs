using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Slabwise.Browser.Tests;

public sealed class LivePageTests(Chromium chromium)
{
    [Fact]
    public async Task TheFiguresAreThoseOfStatsJson()
    {
        IPage page = await chromium.Open();
        await using Service service = await Service.Start();
        using var load = new Load();
        LivePage live = await LivePage.Open(page, service);
        for (int look = 0; look < 3; look++)
        {
            (JsonElement shown, JsonElement statistics) = await live.Look();
            JsonElement totals = statistics.GetProperty("totals"), figures = shown.GetProperty("figures");
            foreach (string name in (string[])["allocated", "active", "resident", "mapped"])
                Assert.Equal(totals.GetProperty(name + "Bytes").GetInt64(), figures.GetProperty(name).GetInt64());
            Assert.Equal(statistics.GetProperty("process").GetProperty("residentSetBytes").GetInt64(), figures.GetProperty("process").GetInt64());
            foreach (JsonElement row in shown.GetProperty("pools").EnumerateArray())
            {
                JsonElement pool = statistics.GetProperty("pools").EnumerateArray().First(one => one.GetProperty("name").GetString() == row.GetProperty("name").GetString());
                Assert.Equal(pool.GetProperty("rented").GetInt64(), row.GetProperty("rented").GetInt64());
                Assert.Equal(pool.GetProperty("residentBytes").GetInt64(), row.GetProperty("resident").GetInt64());
            }

            foreach (JsonElement row in shown.GetProperty("cpus").EnumerateArray())
            {
                JsonElement cpu = statistics.GetProperty("cpus").EnumerateArray().First(one => one.GetProperty("cpu").GetInt32() == row.GetProperty("cpu").GetInt32());
                Assert.Equal(cpu.GetProperty("hits").GetInt64(), row.GetProperty("hits").GetInt64());
            }

            await page.WaitForFunctionAsync($"() => document.body.dataset.takenAt !== '{shown.GetProperty("takenAt").GetString()}'");
        }
    }

    [Fact]
    public async Task ItFollowsTheLoad()
    {
        IPage page = await chromium.Open();
        await using Service service = await Service.Start();
        LivePage live = await LivePage.Open(page, service);
        long before = await live.Figure("allocated");
        var crates = new Pooled<Crate>[262_144];    // of 256 bytes: 64 MiB
        Crate.Rent(crates);
        await live.WaitForFigure("allocated", before + (60 << 20));
        Assert.Contains("Crate", await page.Locator("#pools").TextContentAsync());
        Crate.Return(crates);
        await page.WaitForFunctionAsync($"() => Number(document.getElementById('figure-allocated').dataset.bytes) < {before + (30 << 20)}");
    }

    [Fact]
    public async Task ItComesBackAfterTheServerDoes()
    {
        IPage page = await chromium.Open();
        await using Service service = await Service.Start();
        LivePage live = await LivePage.Open(page, service);
        await service.Stop();
        await live.WaitForState("lost");
        Assert.Contains("disconnected", await page.Locator("#link").TextContentAsync());
        string last = await page.EvaluateAsync<string>("() => document.body.dataset.takenAt");
        await service.StartAgain();
        await live.WaitForState("live");
        await page.WaitForFunctionAsync($"() => document.body.dataset.takenAt !== '{last}'");
        Assert.DoesNotContain(live.Complaints, complaint => complaint.StartsWith("exception", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(360, 800, ColorScheme.Light)]
    [InlineData(360, 800, ColorScheme.Dark)]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    [InlineData(3840, 2160, ColorScheme.Light)]
    [InlineData(3840, 2160, ColorScheme.Dark)]
    public async Task ItFitsEveryWidthWithoutComplaint(int width, int height, ColorScheme colours)
    {
        IPage page = await chromium.Open(width, height, colours);
        await using Service service = await Service.Start();
        using var load = new Load();
        LivePage live = await LivePage.Open(page, service);
        await page.Locator("#verdict[data-state]").WaitForAsync();
        await page.Locator(".strip").First.WaitForAsync();
        await page.WaitForTimeoutAsync(2500);    // some points on the charts, for the picture
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, "the page scrolls sideways");
        await live.Keep($"live-{width}-{colours.ToString().ToLowerInvariant()}");
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task TheSlabMapZoomsByKeyboard()
    {
        IPage page = await chromium.Open();
        var crates = new Pooled<Crate>[100_000];
        Crate.Rent(crates);
        await using Service service = await Service.Start();
        LivePage live = await LivePage.Open(page, service);
        ILocator strip = page.Locator(".strip", new PageLocatorOptions { HasTextString = "Crate" });
        await strip.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".cellgrid").WaitForAsync();
        Assert.Contains("Crate", await page.Locator("#slabs-path").TextContentAsync());
        await page.Locator(".cellgrid button").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Matches(new Regex(@"^Slabs? .*slots used"), await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label')"));
        Assert.Matches(new Regex(@"^Slabs? .*slots used"), (await page.Locator("#slabs-detail").TextContentAsync())!);
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".strips").WaitForAsync();
        Assert.Empty(live.Complaints);
        Crate.Return(crates);
    }

    [Fact]
    public async Task ARecordingDrawsWhoAllocates()
    {
        IPage page = await chromium.Open();
        await using Service service = await Service.Start();
        using var load = new Load();
        LivePage live = await LivePage.Open(page, service);
        await page.Locator("#flame-kind").SelectOptionAsync("cumulative");
        await page.Locator("#flame-record").ClickAsync();
        await page.Locator("#flame-plot g.frame").First.WaitForAsync();
        Assert.Contains("Work", await page.Locator("#flame-plot").TextContentAsync());
        await page.Locator("#flame-plot g.frame").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.NotEqual("all", await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('name')"));
        await page.Locator("#flame-details summary").ClickAsync();
        Assert.True(await page.Locator("#flame-table tbody tr").CountAsync() > 0);
        await live.Keep("flame-1280-light");
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task WhatCanBeReachedHasANameAndWhatIsDrawnHasWords()
    {
        IPage page = await chromium.Open();
        await using Service service = await Service.Start();
        using var load = new Load();
        LivePage live = await LivePage.Open(page, service);
        await page.Locator("#verdict[data-state]").WaitForAsync();
        string[] nameless = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, a[href], select, input, [tabindex="0"], [role="img"], section, nav')]
                .filter(one => one.offsetParent !== null)
                .filter(one => !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length || one.getAttribute('aria-labelledby')))
                .map(one => one.outerHTML.slice(0, 120))
            """);
        Assert.Empty(nameless);
        Assert.Equal("polite", await page.Locator("#verdict").GetAttributeAsync("aria-live"));
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the figures", await page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task PausedItStandsStill()
    {
        IPage page = await chromium.Open();
        await using Service service = await Service.Start();
        LivePage live = await LivePage.Open(page, service);
        await page.Locator("#pause").ClickAsync();
        await live.WaitForState("paused");
        string last = await page.EvaluateAsync<string>("() => document.body.dataset.takenAt");
        await page.WaitForTimeoutAsync(1500);
        Assert.Equal(last, await page.EvaluateAsync<string>("() => document.body.dataset.takenAt"));
        await page.Locator("#pause").ClickAsync();
        await page.WaitForFunctionAsync($"() => document.body.dataset.takenAt !== '{last}'");
    }
}
