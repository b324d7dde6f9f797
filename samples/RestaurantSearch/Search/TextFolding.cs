using System.Globalization;
using System.Text;

namespace RestaurantSearch.Search;

/// <summary>Brings text to the form that is indexed: lower case, no accents, words of letters and digits, one blank between.</summary>
internal static class TextFolding
{
    /// <summary>Folds <paramref name="text"/> into <paramref name="destination"/>, cutting off what does not fit.</summary>
    /// <returns>The number of characters written.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> destination)
    {
        if (!Ascii.IsValid(text))
            text = text.ToString().Normalize(NormalizationForm.FormD);
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

    /// <summary>Letters that are their own in Unicode and that people type without the stroke.</summary>
    private static char Plain(char c) => c switch
    {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ı' => 'i',
        'ß' => 's',
        'æ' => 'a',
        _ => c,
    };
}
