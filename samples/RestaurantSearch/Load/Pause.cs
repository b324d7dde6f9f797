using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RestaurantSearch.Load;

/// <summary>
/// Sleeps until a moment. <see cref="Thread.Sleep(int)"/> knows milliseconds only, ten requests' time here, and spinning would
/// take a processor away from the server that is measured.
/// </summary>
internal static partial class Pause
{
    public static void Until(long timestamp)
    {
        long remaining = (timestamp - Stopwatch.GetTimestamp()) * 1_000_000_000 / Stopwatch.Frequency;
        if (remaining <= 0)
            return;
        if (OperatingSystem.IsLinux())
        {
            Duration duration = new() { Seconds = (nint)(remaining / 1_000_000_000), Nanoseconds = (nint)(remaining % 1_000_000_000) };
            _ = Sleep(in duration, 0);
        }
        else
        {
            Thread.Sleep((int)(remaining / 1_000_000));
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int Sleep(in Duration duration, nint remaining);

    private struct Duration
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
