using System.Text.Encodings.Web;
using System.Text.Json;

namespace RestaurantSearch.Search;

/// <summary>Names, escaped for JSON once and for all, laid end to end.</summary>
internal sealed class Utf8Names
{
    private readonly int[] _starts;
    private readonly byte[] _bytes;

    public Utf8Names(IReadOnlyList<string> names)
    {
        _starts = new int[names.Count + 1];
        List<byte> bytes = new(names.Count * 12);
        for (int i = 0; i < names.Count; i++)
        {
            bytes.AddRange(JsonEncodedText.Encode(names[i], JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            _starts[i + 1] = bytes.Count;
        }
        _bytes = [.. bytes];
    }

    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number].._starts[number + 1]);
}
