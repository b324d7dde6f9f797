using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace RestaurantSearch.Records;

/// <summary>As much of a query as fits 32 bytes of UTF-8, padded with zeros: text that needs no object of its own.</summary>
[InlineArray(Capacity)]
internal struct QueryText
{
    private const int Capacity = 32;

    private byte _first;

    public static QueryText From(ReadOnlySpan<char> text)
    {
        QueryText result = default;
        Utf8.FromUtf16(text, result, out _, out _);
        return result;
    }

    public readonly int CopyTo(Span<byte> destination)
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        if (end >= 0)
            bytes = bytes[..end];
        bytes.CopyTo(destination);
        return bytes.Length;
    }
}
