using System.Diagnostics;
using Slabwise.Diagnostics.Events;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>Switches sampling on and off.</summary>
internal static class ProfileSwitch
{
    private static readonly Lock Gate = new();
    private static long s_startedAt, s_ticks, s_lastMean;
    private static bool s_isSampleChosen, s_isGuardChosen;

    /// <summary>Bytes between two samples, also after the end.</summary>
    public static long LastMean => Volatile.Read(ref s_lastMean);

    /// <summary>How long it has been on, or was.</summary>
    public static TimeSpan Duration
    {
        get
        {
            lock (Gate) return SampleRate.Mean != 0 ? Stopwatch.GetElapsedTime(s_startedAt) : new TimeSpan(s_ticks);
        }
    }

    /// <summary>Whether code has set the mean of guards, be it to none: then it is not the environment's to set.</summary>
    public static bool IsGuardChosen => Volatile.Read(ref s_isGuardChosen);

    /// <summary>What the environment asks for, unless code has set another mean before the first pool started, be it to none.</summary>
    public static void SetByEnvironment(long mean) => Set(mean, byCode: false);

    public static void Set(long mean) => Set(mean, byCode: true);

    private static void Set(long mean, bool byCode)
    {
        lock (Gate)
        {
            if (!byCode && s_isSampleChosen) return;
            s_isSampleChosen |= byCode;
            if (mean == SampleRate.Mean) return;
            if (mean == 0)
            {
                s_ticks = Stopwatch.GetElapsedTime(s_startedAt).Ticks;
                SampleRate.Set(0);
                if (!SampleRate.IsOn) SampleStretches.Stop();
            }
            else
            {
                // With another mean the old sums stay right, but what they are good for cannot be said any more.
                ProfileStore.Clear();
                s_startedAt = Stopwatch.GetTimestamp();
                Volatile.Write(ref s_lastMean, mean);
                SampleRate.Set(mean);
                SampleStretches.Start();
            }
        }

        RareEvents.SamplingChanged(mean);
    }

    /// <summary>Switches guards on or off; what is guarded stays so until it is freed.</summary>
    public static void SetGuards(long mean)
    {
        lock (Gate)
        {
            Volatile.Write(ref s_isGuardChosen, true);
            SampleRate.SetGuard(mean);
            if (SampleRate.IsOn) SampleStretches.Start();
            else SampleStretches.Stop();
        }
    }
}
