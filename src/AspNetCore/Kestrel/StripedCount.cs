using System.Numerics;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>A count that many threads raise: a cache line for each of them that runs at a time.</summary>
internal sealed class StripedCount
{
    private const int LongsALine = 16;    // two lines of 64 bytes: processors fetch them in pairs

    private static readonly int s_stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));

    private readonly long[] _counts = new long[(s_stripes + 1) * LongsALine];

    public long Sum
    {
        get
        {
            long sum = 0;
            for (int at = LongsALine; at < _counts.Length; at += LongsALine) sum += Volatile.Read(ref _counts[at]);
            return sum;
        }
    }

    public void Increment() =>
        Interlocked.Increment(ref _counts[((Thread.GetCurrentProcessorId() & (s_stripes - 1)) + 1) * LongsALine]);
}
