using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Pools;

/// <summary>Whether the machine, or the container, runs short of memory: as the last collection saw it, and as the control group counts it now.</summary>
/// <remarks>The collector's view is as old as its last run, and a process that allocates little has few; the group's is of this moment, but there may be
/// none. Either is enough.</remarks>
internal static class MemoryPressure
{
    private static SpinGate s_gate;
    private static int s_collections = -1;
    private static bool s_collectorIsShort, s_isHigh;

    /// <summary>Looks now; for ticks.</summary>
    /// <remarks>Allocates a small object after a collection, and nothing as long as there was none. Who comes while another thread looks gets the last answer.</remarks>
    public static bool IsHigh()
    {
        if (!s_gate.TryEnter()) return Volatile.Read(ref s_isHigh);
        bool isHigh = CollectorIsShort() || ControlGroup.OfProcess.IsShort();
        Volatile.Write(ref s_isHigh, isHigh);
        s_gate.Exit();
        return isHigh;
    }

    private static bool CollectorIsShort()
    {
        int collections = GC.CollectionCount(0);
        if (collections == s_collections) return s_collectorIsShort;
        s_collections = collections;
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return s_collectorIsShort = info.HighMemoryLoadThresholdBytes > 0 && info.MemoryLoadBytes >= info.HighMemoryLoadThresholdBytes;
    }
}
