using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Slabwise.Browser.Tests.Chromium))]

namespace Slabwise.Browser.Tests;

/// <summary>The system's own Chromium, one for all tests; without one they are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    // Root has no sandbox, and the browser should talk to nobody but the tests' server.
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // Other test projects run at the same time.
    private const float MostPatience = 120_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = s_arguments });
    }

    /// <summary>Opens an empty page in a profile of its own.</summary>
    public async Task<IPage> Open(int width = 1280, int height = 900, ColorScheme colours = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium here; on Debian: apt-get install chromium.");
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(MostPatience);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
