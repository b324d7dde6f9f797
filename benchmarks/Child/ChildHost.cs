using System.Globalization;

namespace Slabwise.Benchmarks.Child;

/// <summary>
/// The child's side of the conversation: warms a kernel up, then runs a round for every order on its input. It ends
/// with its input, so that it cannot outlive the process that started it.
/// </summary>
internal static class ChildHost
{
    public static int Run(string workload, string source)
    {
        IKernel kernel = KernelCatalog.Create(workload, source);
        WarmUp.Run(kernel);
        Say("@ready");
        while (Console.In.ReadLine() is { } order)
        {
            if (order.StartsWith("round ", StringComparison.Ordinal))
            {
                Lap lap = kernel.Run(long.Parse(order.AsSpan(6), CultureInfo.InvariantCulture));
                Say(string.Create(CultureInfo.InvariantCulture, $"@round {lap.Nanoseconds} {lap.Operations}"));
            }
            else if (order == "figures")
            {
                foreach ((string name, double value) in kernel.Figures())
                    Say(string.Create(CultureInfo.InvariantCulture, $"@figure {name} {value:R}"));
                Say("@end");
            }
            else if (order == "statistics")
            {
                foreach (string line in StatisticsText(source).Split('\n')) Say("@| " + line.TrimEnd());
                Say("@end");
            }
            else
            {
                Console.Error.WriteLine($"unknown order: {order}");
                return 2;
            }
        }
        return 0;
    }

    private static string StatisticsText(string source) =>
        source.StartsWith("slabwise", StringComparison.Ordinal)
            ? SlabwiseStatistics.Capture().ToString()
            : $"{GC.CollectionCount(0)} collections, {GC.CollectionCount(2)} of them full";

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
