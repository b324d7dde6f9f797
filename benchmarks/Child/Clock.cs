using System.Diagnostics;

namespace Slabwise.Benchmarks.Child;

internal static class Clock
{
    public static long Nanoseconds(long stopwatchTicks) => (long)(stopwatchTicks * (1e9 / Stopwatch.Frequency));
}
