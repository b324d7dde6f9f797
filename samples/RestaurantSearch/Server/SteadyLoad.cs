using RestaurantSearch.Comparing;
using RestaurantSearch.Load;

namespace RestaurantSearch.Server;

/// <summary>Keeps a server busy while somebody looks at its live page: people typing, in a process of their own, as in the comparison.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const double SecondsAnOrder = 5;

    private readonly CancellationTokenSource _end = new();
    private readonly LoadProcess _process;
    private readonly Task _running;

    /// <param name="port">The server's port on this machine.</param>
    /// <param name="requestsPerSecond">The rate at which requests are due.</param>
    /// <param name="connections">How many connections they come over.</param>
    public SteadyLoad(int port, int requestsPerSecond, int connections)
    {
        _process = new LoadProcess(connections);
        _running = RunAsync(port, requestsPerSecond);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _process.Dispose();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync(int port, int requestsPerSecond)
    {
        try
        {
            for (int seed = 1; !_end.IsCancellationRequested; seed++)
                await _process.RunAsync(new LoadOrder(port, SecondsAnOrder, requestsPerSecond, seed), _end.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or InvalidOperationException or IOException)
        {
            if (!_end.IsCancellationRequested)
                await Console.Error.WriteLineAsync(failure.Message);
        }
    }
}
