using Slabwise.Diagnostics;

namespace Slabwise.Pages;

/// <summary>The decay times in force; they may change while the process runs.</summary>
internal static class DecaySettings
{
    private static int s_dirtyMs = SlabwiseOptions.DirtyDecayMilliseconds, s_muzzyMs = SlabwiseOptions.MuzzyDecayMilliseconds;

    /// <summary>Milliseconds until a dirty page is given back, or lazily so if muzzy pages decay too; 0 at once, -1 never.</summary>
    public static int DirtyMs
    {
        get => Volatile.Read(ref s_dirtyMs);
        set
        {
            Volatile.Write(ref s_dirtyMs, value);
            Housekeeper.Wake();    // what nothing was to become of may decay from now on
        }
    }

    /// <summary>Milliseconds until a muzzy page is given back; 0 skips that state, -1 leaves pages in it.</summary>
    public static int MuzzyMs
    {
        get => Volatile.Read(ref s_muzzyMs);
        set
        {
            Volatile.Write(ref s_muzzyMs, value);
            Housekeeper.Wake();    // what nothing was to become of may decay from now on
        }
    }

    /// <summary>How long to wait between two looks at what decays, in milliseconds.</summary>
    public static int TickMs
    {
        get
        {
            int dirty = DirtyMs, muzzy = MuzzyMs;
            int shortest = Math.Min(dirty > 0 ? dirty : Configuration.LongestDecay, muzzy > 0 ? muzzy : Configuration.LongestDecay);
            return Math.Clamp(Decay.IntervalOf(shortest), 10, 1000);
        }
    }
}
