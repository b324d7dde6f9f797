namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>
/// How large an array is on the heap of a 64-bit runtime, to the byte: the collector compares this size, unrounded,
/// with its threshold.
/// </summary>
internal readonly struct ArraySize(int rank, long elementBytes)
{
    /// <summary>Objects of this size and above go to the large object heap.</summary>
    public const long LargeObjectBytes = 85_000;

    /// <summary>The largest length that an array can have in any dimension.</summary>
    private const long MaxLength = 0x7FFFFFC7;

    // Object header, method table, length; an array of several dimensions also keeps a bound and a length for each.
    private const long VectorHeader = 24;
    private const long DimensionBytes = 8;

    public long ElementBytes { get; } = elementBytes;

    public long HeaderBytes { get; } = VectorHeader + (rank > 1 ? rank * DimensionBytes : 0);

    /// <summary>The largest number of elements that stays off the large object heap.</summary>
    public long LargestSmallLength => (LargeObjectBytes - 1 - HeaderBytes) / ElementBytes;

    public long BytesFor(long length) => HeaderBytes + length * ElementBytes;

    /// <summary>Whether <paramref name="length"/> elements are an array that can exist and lies on the large object heap.</summary>
    public bool IsLarge(long length) => length > LargestSmallLength && length <= MaxLength;

    /// <summary>What an <c>ArrayPool</c> makes of a requested length: the next power of two, at least 16.</summary>
    public static long PoolLength(long requested)
    {
        const long LargestBucket = 1 << 30;
        if (requested > LargestBucket) return requested;
        long length = 16;
        while (length < requested) length *= 2;
        return length;
    }

    /// <summary>The largest length to ask a pool for whose array stays off the large object heap.</summary>
    public long LargestSmallRequest()
    {
        long length = 1;
        while (length * 2 <= LargestSmallLength) length *= 2;
        return length;
    }
}
