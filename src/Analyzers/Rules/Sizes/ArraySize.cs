namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>
/// How large an array, or a string, is on the heap of a 64-bit runtime, to the byte: the collector compares an array's size, unrounded,
/// with its threshold, and a string's rounded up.
/// </summary>
internal readonly record struct ArraySize(long HeaderBytes, long ElementBytes, long Alignment = 1)
{
    /// <summary>The largest length that an array can have in any dimension.</summary>
    private const long MaxLength = 0x7FFFFFC7;

    // Object header, method table, length; an array of several dimensions also keeps a bound and a length for each.
    private const long VectorHeader = 24;
    private const long DimensionBytes = 8;

    // Object header, method table, a length of four bytes, and the terminator.
    private const long StringHeader = 22;

    public static ArraySize OfArray(int rank, long elementBytes) =>
        new(VectorHeader + (rank > 1 ? rank * DimensionBytes : 0), elementBytes);

    public static ArraySize OfString { get; } = new(StringHeader, sizeof(char), sizeof(long));

    /// <summary>Unmanaged memory, in bytes.</summary>
    public static ArraySize OfBytes { get; } = new(0, 1);

    public long BytesFor(long length) => (HeaderBytes + length * ElementBytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>The largest number of elements whose object has fewer than <paramref name="bytes"/>.</summary>
    public long LargestBelow(long bytes) => ((bytes - 1) / Alignment * Alignment - HeaderBytes) / ElementBytes;

    public static bool CanExist(long length) => length is >= 0 and <= MaxLength;
}
