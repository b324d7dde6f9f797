using System.Diagnostics;
using System.Globalization;

namespace RestaurantSearch.Comparing;

/// <summary>Says on standard error what is going on, so that standard output holds only the result.</summary>
internal sealed class Progress
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public void Say(FormattableString text) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Seconds,5:F1} s] {text.ToString(CultureInfo.InvariantCulture)}"));
}
