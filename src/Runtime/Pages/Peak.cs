namespace Slabwise.Pages;

/// <summary>The highest value that a sum of bytes has had since the process started, or since a reset.</summary>
/// <remarks>Raised where the sum grows, which is where pages are committed or touched: a read more there while the sum stays below.</remarks>
internal struct Peak
{
    private long _value;

    public readonly long Value => Volatile.Read(in _value);

    public void Raise(long value)
    {
        long seen = Volatile.Read(ref _value);
        while (value > seen)
        {
            long witnessed = Interlocked.CompareExchange(ref _value, value, seen);
            if (witnessed == seen) return;
            seen = witnessed;
        }
    }

    /// <summary>Starts anew from what the sum is now.</summary>
    public void Reset(long value) => Volatile.Write(ref _value, value);
}
