using System.Globalization;

namespace RestaurantSearch.Search;

/// <summary>Brings text to the form that is indexed: lower case, no accents, words of letters and digits, one blank between.</summary>
internal static class TextFolding
{
    /// <summary>
    /// U+00C0 to U+017F without accents. The runtime can take letters apart itself only where ICU is installed.
    /// </summary>
    private const string PlainLatin =
        "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private const char FirstLatin = '\u00C0';

    /// <summary>Folds <paramref name="text"/> into <paramref name="destination"/>, cutting off what does not fit.</summary>
    /// <returns>The number of characters written.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> destination)
    {
        int length = 0;
        foreach (char c in text)
        {
            if (c is '\'' or '’' or '.' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            bool word = char.IsLetterOrDigit(c);
            if (!word && (length == 0 || destination[length - 1] == ' '))
                continue;
            if (length == destination.Length)
                break;
            destination[length++] = word ? Plain(char.ToLowerInvariant(c)) : ' ';
        }
        return length;
    }

    public static string Fold(string text)
    {
        Span<char> buffer = stackalloc char[256];
        return buffer[..Fold(text, buffer)].TrimEnd(' ').ToString();
    }

    private static char Plain(char c) => c - FirstLatin is >= 0 and int at && at < PlainLatin.Length ? PlainLatin[at] : c;
}
