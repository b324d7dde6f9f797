using System.Globalization;

namespace Slabwise.Os;

/// <summary>Lists of numbers as the kernel writes them: <c>0-3,8</c>.</summary>
internal static class KernelList
{
    /// <summary>The numbers of a list, in its order; none of an empty one.</summary>
    /// <exception cref="FormatException">It is no such list.</exception>
    /// <exception cref="OverflowException">A number is beyond 32 bits.</exception>
    public static List<int> Parse(string text)
    {
        var numbers = new List<int>();
        foreach (string range in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int dash = range.IndexOf('-', StringComparison.Ordinal);
            int last = int.Parse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            int first = dash < 0 ? last : int.Parse(range.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture);
            if (last - first >= MostInRange) throw new FormatException($"'{range}' is no range of CPUs or nodes.");
            for (int number = first; number <= last; number++) numbers.Add(number);
        }

        return numbers;
    }

    // Linux can be built for 8,192 CPUs and 1,024 nodes: a range beyond that is a damaged file, and should not become a list of millions.
    private const int MostInRange = 1 << 16;
}
