using System.Numerics;

namespace RestaurantSearch.Load;

/// <summary>
/// Counts durations in buckets that grow with them: each doubling is cut into 64, so that a reported duration is at most
/// 1.6 % above the true one. Recording allocates nothing.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int BitsPerDoubling = 6;
    private const int BucketsPerDoubling = 1 << BitsPerDoubling;
    private const int Doublings = 36;

    private readonly long[] _counts = new long[BucketsPerDoubling * Doublings];

    public long Count { get; private set; }

    public void Record(long nanoseconds)
    {
        _counts[BucketOf(nanoseconds)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>The duration in nanoseconds that this share of all recorded ones did not exceed.</summary>
    public long Quantile(double share)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
                return UpperEdge(bucket);
        }
        return 0;
    }

    /// <summary>The filled buckets, as pairs of number and count.</summary>
    public long[] ToPairs()
    {
        List<long> pairs = [];
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            if (_counts[bucket] != 0)
                pairs.AddRange([bucket, _counts[bucket]]);
        }
        return [.. pairs];
    }

    public static LatencyHistogram FromPairs(long[] pairs)
    {
        LatencyHistogram result = new();
        for (int i = 0; i < pairs.Length; i += 2)
        {
            result._counts[pairs[i]] += pairs[i + 1];
            result.Count += pairs[i + 1];
        }
        return result;
    }

    private static int BucketOf(long nanoseconds)
    {
        ulong value = (ulong)Math.Max(0, nanoseconds);
        if (value < BucketsPerDoubling)
            return (int)value;
        int shift = BitOperations.Log2(value) - BitsPerDoubling;
        int bucket = (shift + 1) * BucketsPerDoubling + (int)(value >> shift) - BucketsPerDoubling;
        return Math.Min(bucket, BucketsPerDoubling * Doublings - 1);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < BucketsPerDoubling)
            return bucket;
        int shift = bucket / BucketsPerDoubling - 1;
        long value = BucketsPerDoubling + bucket % BucketsPerDoubling;
        return ((value + 1) << shift) - 1;
    }
}
