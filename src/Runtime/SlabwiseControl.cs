using Slabwise.Caches;
using Slabwise.Pages;

namespace Slabwise;

/// <summary>What can be asked of Slabwise while the process runs.</summary>
/// <remarks>Thread-safe.</remarks>
public static class SlabwiseControl
{
    /// <summary>Gives back the idle slots of threads that have ended, now instead of at the next garbage collection.</summary>
    /// <returns>How many ended threads still held any.</returns>
    /// <remarks>Costs a look at every thread that ever rented, and a walk over the pools that the ended ones used.</remarks>
    public static int ReclaimDeadThreads() => HandOwners.RetireDead();

    /// <summary>Starts all peaks anew from what is held now: <see cref="MemoryTotals.PeakResidentBytes"/>, <see cref="MemoryTotals.PeakMappedBytes"/> and
    /// each pool's <see cref="PoolStatistics.PeakUsedSlots"/>.</summary>
    /// <remarks>Costs a moment of each pool's slabs. Who rents meanwhile may be counted in the old peak or the new one.</remarks>
    public static void ResetPeaks()
    {
        CoreList.ResetPeaks();
        PageHeap.ResetPeaks();
    }
}
