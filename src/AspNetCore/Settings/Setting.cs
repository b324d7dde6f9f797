using System.Globalization;

namespace Slabwise.AspNetCore.Settings;

/// <summary>One key of the section: what it takes, and where the value goes.</summary>
/// <param name="Key">The property's name.</param>
/// <param name="Takes">What a value may be, for messages.</param>
/// <param name="Read">Reads a value without applying it; null where it does not fit.</param>
internal sealed record Setting(string Key, string Takes, Func<string, Change?> Read)
{
    /// <summary>Whether applying it may start what freezes the others.</summary>
    public bool IsLast { get; init; }

    public static Setting Switch(string key, Func<bool> get, Action<bool> set) =>
        new(key, "true or false", text => bool.TryParse(text, out bool value) ? Change.Of(get, set, value) : null);

    public static Setting Number(string key, long least, long most, Func<long> get, Action<long> set, Action<long>? live = null) =>
        new(key, Range(least, most), text => TryNumber(text, least, most, out long value) ? Change.Of(get, set, value, live) : null);

    public static Setting Name<T>(string key, Func<T> get, Action<T> set) where T : struct, Enum =>
        new(key, "one of " + string.Join(", ", Enum.GetNames<T>()),
            text => Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Change.Of(get, set, Enum.Parse<T>(text, ignoreCase: true)) : null);

    /// <summary>A number that <see cref="SlabwiseControl"/> alone takes, at any time.</summary>
    public static Setting Control(string key, long least, long most, Func<long> get, Action<long> set) =>
        Number(key, least, most, get, _ => { }, set) with { IsLast = true };

    /// <summary>A setting of the host, which nothing freezes.</summary>
    public static Setting OfHost(Setting of) => of with { Read = text => of.Read(text) is { } change ? change with { IsOfHost = true } : null };

    private static bool TryNumber(string text, long least, long most, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    private static string Range(long least, long most) => string.Create(CultureInfo.InvariantCulture,
        $"a whole number from {least:N0}{(most == long.MaxValue ? " on" : $" to {most:N0}")}");
}
