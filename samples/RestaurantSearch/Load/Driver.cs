using System.Diagnostics;

namespace RestaurantSearch.Load;

/// <summary>
/// Drives one connection. With a rate, a latency counts from the moment the request was due, so that a server that stalls is
/// charged for all who had to wait, not only for the one whose request it held.
/// </summary>
internal sealed class Driver(TypedQueries queries, LoadOrder order, int number, int drivers) : IDisposable
{
    private readonly Random _random = new(order.Seed * 1000 + number);
    private readonly Connection _connection = new(order.Port);
    private readonly double _ticksBetween = Stopwatch.Frequency * drivers / Math.Max(1, order.RequestsPerSecond);
    private int _next;
    private int _end;
    private int _user;

    public LatencyHistogram Latencies { get; } = new();

    public Exception? Failure { get; private set; }

    public void Run(long start)
    {
        try
        {
            long end = start + (long)(order.Seconds * Stopwatch.Frequency);
            if (order.RequestsPerSecond > 0)
                AtRate(start, end);
            else
                OneAfterAnother(end);
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException or InvalidDataException)
        {
            Failure = failure;
        }
    }

    public void Dispose() => _connection.Dispose();

    private void OneAfterAnother(long end)
    {
        for (long sent = Stopwatch.GetTimestamp(); sent < end; sent = Stopwatch.GetTimestamp())
            SendNext(due: sent);
    }

    private void AtRate(long start, long end)
    {
        for (double due = start + Gap(); due < end; due += Gap())
        {
            Pause.Until((long)due);
            SendNext((long)due);
        }
    }

    /// <summary>Independent people's requests come at exponentially distributed intervals.</summary>
    private double Gap() => -Math.Log(1 - _random.NextDouble()) * _ticksBetween;

    private void SendNext(long due)
    {
        if (_next == _end)
        {
            (_next, _end) = queries.RequestsOf(_random.Next(queries.Sessions));
            _user = _random.Next(100_000_000);
        }
        _connection.Send(queries.Write(_next++, _user, _connection.Request));
        Latencies.Record((Stopwatch.GetTimestamp() - due) * 1_000_000_000 / Stopwatch.Frequency);
    }
}
