using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Slabwise.Browser.Tests;

/// <summary>The live page in a browser, and what it was told and complained of.</summary>
internal sealed class LivePage
{
    private readonly ConcurrentDictionary<string, JsonElement> _statistics = [];
    private readonly ConcurrentQueue<string> _complaints = [];

    private LivePage(IPage page) => Page = page;

    public IPage Page { get; }

    public IEnumerable<string> Complaints => _complaints;

    /// <summary>Opens the page and waits for its first figures.</summary>
    public static async Task<LivePage> Open(IPage page, Service service)
    {
        var live = new LivePage(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") live._complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => live._complaints.Enqueue("exception: " + error);
        page.Response += async (_, response) =>
        {
            if (!response.Url.EndsWith("/stats.json", StringComparison.Ordinal) || !response.Ok) return;
            JsonElement statistics = JsonDocument.Parse(await response.TextAsync()).RootElement;
            live._statistics[statistics.GetProperty("takenAt").GetString()!] = statistics;
        };
        await page.GotoAsync(service.Page);
        await page.WaitForFunctionAsync("() => document.body.dataset.takenAt");
        return live;
    }

    /// <summary>What the page shows at one moment, with the report that it came from.</summary>
    public async Task<(JsonElement Shown, JsonElement Statistics)> Look()
    {
        JsonElement shown = (await Page.EvaluateAsync("""
            () => ({
                takenAt: document.body.dataset.takenAt,
                figures: Object.fromEntries([...document.querySelectorAll('.figure')].map(figure => [figure.id.slice('figure-'.length), Number(figure.dataset.bytes)])),
                texts: Object.fromEntries([...document.querySelectorAll('.figure')].map(figure => [figure.id.slice('figure-'.length), figure.textContent])),
                pools: [...document.querySelectorAll('#pools tbody tr')].map(row => ({ name: row.dataset.pool, rented: Number(row.querySelector('[data-rented]').dataset.rented), resident: Number(row.querySelector('[data-residentbytes]').dataset.residentbytes) })),
                cpus: [...document.querySelectorAll('#cpus tbody tr')].map(row => ({ cpu: Number(row.dataset.cpu), hits: Number(row.querySelector('[data-hits]').dataset.hits) })),
            })
            """))!.Value;
        string takenAt = shown.GetProperty("takenAt").GetString()!;
        for (int wait = 0; wait < 100 && !_statistics.ContainsKey(takenAt); wait++) await Task.Delay(20);
        return (shown, _statistics[takenAt]);
    }

    public async Task<long> Figure(string name) => (await Look()).Shown.GetProperty("figures").GetProperty(name).GetInt64();

    public Task WaitForFigure(string name, long atLeast) =>
        Page.WaitForFunctionAsync($"() => Number(document.getElementById('figure-{name}').dataset.bytes) >= {atLeast}");

    public Task WaitForState(string state) => Page.WaitForSelectorAsync($"#link[data-state=\"{state}\"]");

    /// <summary>Keeps a picture of the whole page beside the test results.</summary>
    public async Task Keep(string name)
    {
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        byte[] picture = await Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
        TestContext.Current.AddAttachment(name + ".png", picture, "image/png");
    }
}
