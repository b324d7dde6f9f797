namespace Slabwise.AspNetCore.Kestrel;

/// <summary>Trims the C library's heap when the server has gone quiet.</summary>
/// <remarks>Looks once a second from when a block was made or given up, until hardly any was rented in a second and the trim was done. A server that is at rest is not woken.</remarks>
internal sealed class QuietTrim : IDisposable
{
    /// <summary>The most rents in the second of a quiet server: a trim of some milliseconds then meets few of its requests.</summary>
    public const long MostRents = 100;

    private readonly PinnedChunks _chunks;
    private readonly Func<long> _rents;
    private readonly Func<bool> _trim;
    private readonly TimeSpan _period;
    private readonly Timer _clock;
    private long _rentsBefore;
    private int _isLooking;

    /// <param name="chunks">What says that blocks were made or given up.</param>
    /// <param name="rents">How many blocks were rented up to now.</param>
    /// <param name="trim">What is done when it is quiet; false for not yet.</param>
    /// <param name="period">The time from look to look, in which at most <see cref="MostRents"/> make it quiet.</param>
    public QuietTrim(PinnedChunks chunks, Func<long> rents, Func<bool> trim, TimeSpan period)
    {
        (_chunks, _rents, _trim, _period) = (chunks, rents, trim, period);
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _clock = new Timer(static self => ((QuietTrim)self!).Look(), this, Timeout.Infinite, Timeout.Infinite);
        _chunks.Changed += Begin;
    }

    /// <summary>Begins to look, unless it does already.</summary>
    public void Begin()
    {
        if (Volatile.Read(ref _isLooking) != 0 || Interlocked.Exchange(ref _isLooking, 1) != 0) return;
        LookLater();
    }

    public void Dispose()
    {
        _chunks.Changed -= Begin;
        _clock.Dispose();
    }

    private void Look()
    {
        // Fewer than before: a server has stopped and took its rents along, and what the others did is not known.
        if (_rents() - _rentsBefore is < 0 or > MostRents)
        {
            LookLater();
            return;
        }

        Volatile.Write(ref _isLooking, 0);    // before the trim, so that a block which is made meanwhile begins anew
        if (!_trim()) Begin();
    }

    private void LookLater()
    {
        _rentsBefore = _rents();
        _clock.Change(_period, Timeout.InfiniteTimeSpan);    // does nothing once the clock is disposed
    }
}
