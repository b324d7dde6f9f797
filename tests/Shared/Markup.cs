using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Slabwise.TestSupport;

/// <summary>A place where a test expects a diagnostic; without an id it is the test's default one.</summary>
internal readonly record struct MarkedSpan(TextSpan Span, string? Id);

/// <summary>
/// Source text with expectations written into it: <c>[|code|]</c> expects the test's default diagnostic over the
/// enclosed text, <c>{|ID:code|}</c> expects that one. Marks nest and may be empty.
/// </summary>
internal sealed class Markup
{
    private Markup(string source, ImmutableArray<MarkedSpan> spans)
    {
        Source = source;
        Spans = spans;
    }

    /// <summary>The text without the marks.</summary>
    public string Source { get; }

    /// <summary>The marks, in the order in which they open.</summary>
    public ImmutableArray<MarkedSpan> Spans { get; }

    /// <summary>Splits <paramref name="text"/> into plain source and expectations.</summary>
    /// <exception cref="FormatException">A mark is not closed, or closed without having been opened.</exception>
    public static Markup Parse(string text)
    {
        StringBuilder source = new(text.Length);
        List<MarkedSpan> spans = [];
        Stack<int> open = new();
        for (int i = 0; i < text.Length;)
        {
            if (At("[|"))
            {
                Open(null);
                i += 2;
            }
            else if (At("{|") && IdLength() is int length and > 0)
            {
                Open(text.Substring(i + 2, length));
                i += length + 3;
            }
            else if (At("|]") || At("|}"))
            {
                Close(named: text[i + 1] == '}');
                i += 2;
            }
            else
            {
                source.Append(text[i++]);
            }

            bool At(string mark) => string.CompareOrdinal(text, i, mark, 0, mark.Length) == 0;

            int IdLength()
            {
                int end = i + 2;
                while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
                return end < text.Length && text[end] == ':' ? end - i - 2 : 0;
            }

            void Close(bool named)
            {
                if (open.Count == 0 || (spans[open.Peek()].Id is not null) != named)
                    throw new FormatException($"A mark closes at {i} that was not opened.");
                int index = open.Pop();
                spans[index] = spans[index] with { Span = TextSpan.FromBounds(spans[index].Span.Start, source.Length) };
            }
        }

        if (open.Count > 0) throw new FormatException("A mark is not closed.");
        return new Markup(source.ToString(), [.. spans]);

        void Open(string? id)
        {
            open.Push(spans.Count);
            spans.Add(new MarkedSpan(new TextSpan(source.Length, 0), id));
        }
    }
}
