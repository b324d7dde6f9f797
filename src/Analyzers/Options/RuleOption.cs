using System.Globalization;

namespace Slabwise.Analyzers.Options;

/// <summary>A setting of one rule in an <c>.editorconfig</c>: <c>slabwise.SLAB301.max_distance_bytes = 64</c>.</summary>
internal abstract class RuleOption(string ruleId, string name)
{
    /// <summary>The id of the rule whose page documents it.</summary>
    public string RuleId { get; } = ruleId;

    /// <summary>The key as users write it; case does not matter.</summary>
    public string Key { get; } = $"slabwise.{ruleId}.{name}";

    /// <summary>The default as users would write it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>A whole number that is not less than <paramref name="least"/>.</summary>
    public static RuleOption<long> Number(string ruleId, string name, long defaultValue, long least = 0) =>
        new(ruleId, name, defaultValue, text => ParseNumber(text, least));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static RuleOption<bool> Switch(string ruleId, string name, bool defaultValue) =>
        new(ruleId, name, defaultValue, text => bool.TryParse(text, out bool value) ? value : null);

    // Digits may be grouped as in code, since thresholds are often copied from there.
    private static long? ParseNumber(string text, long least) =>
        long.TryParse(text.Replace("_", ""), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least ? value : null;
}

/// <inheritdoc cref="RuleOption"/>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class RuleOption<T>(string ruleId, string name, T defaultValue, Func<string, T?> parse) : RuleOption(ruleId, name)
    where T : struct
{
    /// <inheritdoc/>
    public override string DefaultText => defaultValue is bool flag ? flag ? "true" : "false" : Convert.ToString(defaultValue, CultureInfo.InvariantCulture);

    /// <summary>Reads what somebody wrote. A value that makes no sense counts as not written: a spelling mistake must
    /// not switch a rule off without a word, and an analyzer has nobody to complain to.</summary>
    public T Parse(string? text) => text is null ? defaultValue : parse(text.Trim()) ?? defaultValue;
}
