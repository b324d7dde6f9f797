using System.Globalization;

namespace RestaurantSearch.Server;

/// <summary>The query string <c>?q=text&amp;u=user</c>. A missing or senseless value counts as empty or zero.</summary>
internal readonly record struct SearchQuery(int Length, int User)
{
    public const int MostCharacters = 128;

    /// <summary>Reads the query string; the text goes to <paramref name="text"/>, cut where it is too long.</summary>
    public static SearchQuery Parse(ReadOnlySpan<char> queryString, Span<char> text)
    {
        int length = 0;
        int user = 0;
        ReadOnlySpan<char> rest = queryString.TrimStart('?');
        foreach (Range range in rest.Split('&'))
        {
            ReadOnlySpan<char> part = rest[range];
            if (part.StartsWith("q="))
                length = Unescape(part[2..], text);
            else if (part.StartsWith("u="))
                _ = int.TryParse(part[2..], NumberStyles.None, CultureInfo.InvariantCulture, out user);
        }
        return new SearchQuery(length, user);
    }

    private static int Unescape(ReadOnlySpan<char> value, Span<char> text)
    {
        value = value[..Math.Min(value.Length, text.Length)];
        Span<char> blanks = stackalloc char[value.Length];
        value.Replace(blanks, '+', ' ');
        if (Uri.TryUnescapeDataString(blanks, text, out int length))
            return length;
        blanks.CopyTo(text);
        return blanks.Length;
    }
}
