namespace Slabwise.Pools;

/// <summary>Whether the machine, or the container, runs short of memory, as the last collection saw it.</summary>
internal static class MemoryPressure
{
    /// <remarks>Allocates a small object; for ticks.</remarks>
    public static bool IsHigh()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return info.HighMemoryLoadThresholdBytes > 0 && info.MemoryLoadBytes >= info.HighMemoryLoadThresholdBytes;
    }
}
