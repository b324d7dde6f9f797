using System.Globalization;

namespace Slabwise.Benchmarks.Child;

/// <summary>How many CPUs the kernel may ever name: caches a CPU are laid out for them all.</summary>
internal static class PossibleCpus
{
    private const string Source = "/sys/devices/system/cpu/possible";

    public static int Count { get; } = File.Exists(Source) ? HighestOf(File.ReadAllText(Source)) + 1 : Environment.ProcessorCount;

    /// <summary>The highest number in a kernel list such as <c>0-3,8</c>.</summary>
    internal static int HighestOf(string list) =>
        list.Trim().Split(',').Max(range => int.Parse(range.Split('-')[^1], CultureInfo.InvariantCulture));
}
