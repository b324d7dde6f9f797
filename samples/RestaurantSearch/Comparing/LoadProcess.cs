using System.Globalization;
using System.Text.Json;
using RestaurantSearch.Load;
using RestaurantSearch.Processes;

namespace RestaurantSearch.Comparing;

/// <summary>The process that sends the requests.</summary>
internal sealed class LoadProcess(int connections) : IDisposable
{
    private readonly ChildProcess _process = ChildProcess.Start(
        "--load", "--connections", connections.ToString(CultureInfo.InvariantCulture));

    public async Task<LoadReport> RunAsync(LoadOrder order, CancellationToken cancel)
    {
        _process.WriteLine(JsonSerializer.Serialize(order));
        LoadReport report = JsonSerializer.Deserialize<LoadReport>(await _process.ReadLineAsync(cancel))!;
        return report.Error.Length == 0 ? report : throw new InvalidOperationException($"The load stopped: {report.Error}");
    }

    public void Dispose() => _process.Dispose();
}
