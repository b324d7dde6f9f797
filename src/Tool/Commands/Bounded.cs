using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Slabwise.Tool.Commands;

/// <summary>Options that take a number within bounds.</summary>
internal static class Bounded
{
    /// <summary>The longest time that a process is looked at, in seconds.</summary>
    public const int LongestSeconds = 3600;

    public static Option<T> Option<T>(string name, string? alias, T least, T most, T standard, string description) where T : struct, INumber<T>
    {
        var option = new Option<T>(name, alias is null ? [] : [alias]) { Description = description, DefaultValueFactory = _ => standard };
        option.CustomParser = result => Parse(result, name, least, most);
        return option;
    }

    private static T Parse<T>(ArgumentResult result, string name, T least, T most) where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most) return value;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{text}'."));
        return least;
    }
}
