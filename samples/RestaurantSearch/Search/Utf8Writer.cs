using System.Buffers.Text;
using System.Text;
using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>Appends to a span of bytes.</summary>
internal ref struct Utf8Writer(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    public void Write(scoped ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, _destination[Length..]);

    public void Write(scoped in QueryText text) => Length += text.CopyTo(_destination[Length..]);

    public void Write(int number)
    {
        if (!Utf8Formatter.TryFormat(number, _destination[Length..], out int written))
            throw new ArgumentException("The answer is longer than the room for it.");
        Length += written;
    }
}
