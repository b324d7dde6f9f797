using System.Globalization;
using System.Net.Http.Json;
using RestaurantSearch.Processes;
using RestaurantSearch.Server;

namespace RestaurantSearch.Comparing;

/// <summary>One variant in a process of its own, and what was measured of it so far.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly ChildProcess _process;

    public ServerUnderTest(string variant, int records)
    {
        _process = ChildProcess.Start(
            "--server", "--variant", variant, "--urls", "http://127.0.0.1:0",
            "--records", records.ToString(CultureInfo.InvariantCulture));
        Measured = new VariantMeasurements(variant);
    }

    public VariantMeasurements Measured { get; }

    public string Variant => Measured.Variant;

    public int ProcessId => _process.Id;

    public int Port { get; private set; }

    public async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        string line = await _process.ReadLineAsync(cancel);
        if (!line.StartsWith(ServerCommand.Ready, StringComparison.Ordinal))
            throw new InvalidOperationException($"The {Variant} server said: {line}");
        Uri address = new(line[ServerCommand.Ready.Length..]);
        Port = address.Port;
        _client.BaseAddress = address;
    }

    /// <param name="before">True at the start of a measurement: the longest pause is then counted anew.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<ServerStatistics> ReadStatisticsAsync(bool before, CancellationToken cancel) =>
        (await _client.GetFromJsonAsync<ServerStatistics>(before ? "/stats?restart" : "/stats", cancel))!;

    public void Dispose()
    {
        _process.Dispose();
        _client.Dispose();
    }
}
