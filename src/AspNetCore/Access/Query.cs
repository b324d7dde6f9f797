using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Slabwise.AspNetCore.Access;

/// <summary>Reads a request's parameters. What is no value of theirs is refused; a number that is too large is taken for the largest.</summary>
internal static class Query
{
    /// <returns>What is wrong with the parameter; null if nothing is.</returns>
    public static string? Number(HttpContext context, string name, long least, long most, ref long value)
    {
        if (!context.Request.Query.TryGetValue(name, out StringValues texts)) return null;
        string text = texts.Count == 1 ? texts[0] ?? "" : "";
        bool isDigits = text.Length is > 0 and <= 30 && text.All(char.IsAsciiDigit);
        long number = !isDigits ? -1 : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long small) ? small : long.MaxValue;
        if (number < least) return string.Create(CultureInfo.InvariantCulture, $"'{name}' takes one whole number from {least} on.");
        value = Math.Min(number, most);
        return null;
    }

    /// <inheritdoc cref="Number"/>
    public static string? Choice(HttpContext context, string name, string[] choices, ref string value)
    {
        if (!context.Request.Query.TryGetValue(name, out StringValues texts)) return null;
        if (texts.Count != 1 || !choices.Contains(texts[0])) return $"'{name}' is one of {string.Join(", ", choices)}.";
        value = texts[0]!;
        return null;
    }
}
