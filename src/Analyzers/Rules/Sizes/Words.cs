using System.Globalization;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Numbers in messages, the same in every culture.</summary>
internal static class Words
{
    public static string Format(string format, params object[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);

    /// <summary>"65,537 'byte'", or "up to 65,537 'byte'" where that is only a bound.</summary>
    public static string Asked(Allocation allocation, long count) =>
        Format(allocation.Count.IsConstant ? "{0:N0} {1}" : "up to {0:N0} {1}", count, allocation.Unit);
}
