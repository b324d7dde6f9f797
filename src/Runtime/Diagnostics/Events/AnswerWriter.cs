using System.Text;

namespace Slabwise.Diagnostics.Events;

/// <summary>Writes an answer as events: in parts, because an event holds 64 KiB at most.</summary>
internal static class AnswerWriter
{
    // Text takes two bytes a character in an event.
    private const int CharsAPart = 16_000;

    public static void Write(string id, string kind, string text)
    {
        int parts = Math.Max(1, (text.Length + CharsAPart - 1) / CharsAPart);
        for (int part = 0; part < parts; part++)
        {
            int from = part * CharsAPart;
            SlabwiseEvents.Log?.Answer(id, kind, part, parts, text.Substring(from, Math.Min(CharsAPart, text.Length - from)));
        }
    }

    /// <summary>What a writer of text writes.</summary>
    public static string Text(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return text.ToString();
    }

    /// <summary>The text that a writer of UTF-8 writes.</summary>
    public static string Utf8(Action<Stream> write) => Encoding.UTF8.GetString(Bytes(write));

    /// <summary>The bytes that a writer writes, as text that an event can carry.</summary>
    public static string Base64(Action<Stream> write) => Convert.ToBase64String(Bytes(write));

    private static ReadOnlySpan<byte> Bytes(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }
}
