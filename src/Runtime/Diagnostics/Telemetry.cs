using System.Globalization;
using Slabwise.Diagnostics.Events;
using Slabwise.Diagnostics.Metrics;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise.Diagnostics;

/// <summary>What shows a process to tools: the meter and the event source, both named <c>Slabwise</c>.</summary>
/// <remarks>Made once, when the first pool starts, by a thread of the pool: together they take some milliseconds, which the first rent need not
/// wait for.</remarks>
internal static class Telemetry
{
    private static int s_started;

    public static void Start()
    {
        if (Volatile.Read(ref s_started) != 0 || Interlocked.Exchange(ref s_started, 1) != 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static _ =>
            {
                SlabwiseEvents.Start();
                SlabwiseMeter.Start();
                ProfileSwitch.SetByEnvironment(Configuration.Environment.SampleBytes);
                if (Configuration.Environment.GuardBytes is > 0 and long bytes && !ProfileSwitch.IsGuardChosen) Guard(bytes);
            },
            null);
    }

    private static void Guard(long bytes)
    {
        try
        {
            SlabwiseControl.GuardBytes = bytes;
        }
        catch (NotSupportedException)
        {
            Configuration.Environment.Refuse(
                string.Create(CultureInfo.InvariantCulture, $"guard_bytes:{bytes}"), "guarded blocks need address space that can be reserved and closed");
        }
    }
}
