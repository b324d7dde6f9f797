using RestaurantSearch.Load;
using RestaurantSearch.Server;

namespace RestaurantSearch.Comparing;

/// <summary>
/// Measures the variants against each other. All servers are up the whole time and take turns, so that what the machine does
/// meanwhile meets all of them.
/// </summary>
internal sealed class Comparison(ComparisonOptions options) : IDisposable
{
    /// <summary>The fixed rate, as a share of what the slowest variant can do: busy, but no queue that only grows.</summary>
    private const double ShareOfSlowest = 0.6;

    private readonly Progress _progress = new();
    private readonly LoadProcess _load = new(options.Connections);
    private readonly List<ServerUnderTest> _servers = [.. options.Variants.Select(v => new ServerUnderTest(v, options.Records))];

    public double FixedRate { get; private set; }

    public IReadOnlyList<ServerUnderTest> Servers => _servers;

    public async Task RunAsync(CancellationToken cancel)
    {
        _progress.Say($"starting {string.Join(", ", options.Variants)} with {options.Records:N0} recent searches each");
        await Task.WhenAll(_servers.Select(s => s.WaitUntilReadyAsync(cancel)));
        await CheckAnswersAsync(cancel);

        Schedule schedule = Schedule.For(options.Time.TotalSeconds - _progress.Seconds - 1, _servers.Count);
        _progress.Say($"warming up, {schedule.WarmUpSeconds:F1} s each");
        foreach (ServerUnderTest server in _servers)
            await _load.RunAsync(new LoadOrder(server.Port, schedule.WarmUpSeconds, 0, Seed: 0), cancel);

        for (int round = 1; round <= schedule.Rounds; round++)
            await FullSpeedAsync(round, schedule, cancel);
        FixedRate = ShareOfSlowest * _servers.Min(s => s.Measured.RequestsPerSecond);
        for (int round = 1; round <= schedule.Rounds; round++)
            await FixedRateAsync(round, schedule, cancel);
    }

    public void Dispose()
    {
        foreach (ServerUnderTest server in _servers)
            server.Dispose();
        _load.Dispose();
    }

    private async Task CheckAnswersAsync(CancellationToken cancel)
    {
        long asked = 0;
        foreach (ServerUnderTest server in _servers)
        {
            LoadReport report = await _load.RunAsync(new LoadOrder(server.Port, 0, 0, 0), cancel);
            server.Measured.AnswersHash = report.AnswersHash;
            asked = report.Requests;
        }
        IEnumerable<string> hashes = _servers.Select(s => $"{s.Variant} {s.Measured.AnswersHash}");
        if (_servers.DistinctBy(s => s.Measured.AnswersHash).Count() > 1)
            throw new InvalidOperationException($"The variants answer differently: {string.Join(", ", hashes)}");
        _progress.Say($"all answer {asked:N0} requests alike ({_servers[0].Measured.AnswersHash})");
    }

    private async Task FullSpeedAsync(int round, Schedule schedule, CancellationToken cancel)
    {
        foreach (ServerUnderTest server in InTurn(round))
        {
            ServerStatistics before = await server.ReadStatisticsAsync(before: true, cancel);
            LoadReport report = await _load.RunAsync(new LoadOrder(server.Port, schedule.FullSpeedSeconds, 0, round), cancel);
            server.Measured.AddFullSpeed(report, before, await server.ReadStatisticsAsync(before: false, cancel));
            _progress.Say($"full speed {round}/{schedule.Rounds}, {server.Variant}: {report.RequestsPerSecond:N0} requests/s");
        }
    }

    private async Task FixedRateAsync(int round, Schedule schedule, CancellationToken cancel)
    {
        foreach (ServerUnderTest server in InTurn(round))
        {
            ServerStatistics before = await server.ReadStatisticsAsync(before: true, cancel);
            LoadReport report = await _load.RunAsync(new LoadOrder(server.Port, schedule.FixedRateSeconds, FixedRate, round), cancel);
            server.Measured.AddFixedRate(report, before, await server.ReadStatisticsAsync(before: false, cancel));
            double p99 = LatencyHistogram.FromPairs(report.Latencies).Quantile(0.99) / 1000.0;
            _progress.Say($"{FixedRate:N0} requests/s {round}/{schedule.Rounds}, {server.Variant}: p99 {p99:N0} us");
        }
    }

    /// <summary>Every round begins with another variant.</summary>
    private IEnumerable<ServerUnderTest> InTurn(int round)
    {
        int first = round % _servers.Count;
        return _servers.Skip(first).Concat(_servers.Take(first));
    }
}
