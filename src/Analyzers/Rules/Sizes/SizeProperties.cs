using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>What a report tells the code fix: where the number stands, and what it could be instead.</summary>
public static class SizeProperties
{
    /// <summary>The number that asks for all that is allocated anyway.</summary>
    public const string Up = "up";

    /// <summary>The largest number that stays below the edge.</summary>
    public const string Down = "down";

    /// <summary>Where the expression starts that states the number, and its length in characters.</summary>
    public const string Start = "start", Characters = "characters";

    internal static ImmutableDictionary<string, string?> Of(Allocation allocation, long? up, long? down)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        // A bound is stated somewhere else.
        if (allocation.Length is not { } length || !allocation.Count.IsConstant) return properties;
        TextSpan span = length.Syntax.Span;
        properties = properties.Add(Start, Text(span.Start)).Add(Characters, Text(span.Length));
        if (up is { } larger) properties = properties.Add(Up, Text(larger));
        return down is { } smaller ? properties.Add(Down, Text(smaller)) : properties;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
