using Slabwise.Caches;
using Slabwise.Diagnostics;
using Slabwise.Diagnostics.Events;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Heap.Guards;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise;

/// <summary>What can be asked of Slabwise while the process runs.</summary>
/// <remarks>Thread-safe, at any time, also while others rent and return. What is set here takes the place of what <see cref="SlabwiseOptions"/> said, and holds
/// for the whole process. Before the first pool it starts from those options, which are then no longer read.</remarks>
public static class SlabwiseControl
{
    /// <summary>Milliseconds over which free pages that were written go back to the system; 0 at once, -1 never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from -1 to 86,400,000.</exception>
    /// <remarks>A new time starts a new curve: what is free when it is next looked at counts as having become free then. Costs a write.</remarks>
    public static int DirtyDecayMilliseconds
    {
        get => DecaySettings.DirtyMs;
        set => DecaySettings.DirtyMs = CheckedDecay(value);
    }

    /// <summary>Milliseconds for which pages are left for the system to take when it is short, after their dirty decay and before they are given back; 0
    /// gives them back without that, -1 leaves them.</summary>
    /// <inheritdoc cref="DirtyDecayMilliseconds" path="/exception"/>
    /// <inheritdoc cref="DirtyDecayMilliseconds" path="/remarks"/>
    public static int MuzzyDecayMilliseconds
    {
        get => DecaySettings.MuzzyMs;
        set => DecaySettings.MuzzyMs = CheckedDecay(value);
    }

    /// <summary>Bytes beyond which Slabwise gives back what is idle before it takes more; 0 for no limit. Set to -1, it is nine tenths of the control
    /// group's limit as it was when the process started, or 0 where there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below -1.</exception>
    /// <remarks>Held against resident slabs and large blocks, their generations and states, and bookkeeping: <see cref="UseBytes"/>. It never makes an allocation
    /// fail: who would go beyond it gives free pages back, empties the caches if that was not enough, and goes on; and again each sixteenth further. That
    /// allocation costs a system call for each run of free pages. Setting it gives nothing back by itself.</remarks>
    public static long SoftLimitBytes
    {
        get
        {
            MemoryLimits.Start();
            return OrZero(MemoryLimits.Soft);
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
            MemoryLimits.Start();
            MemoryLimits.Soft = value < 0 ? MemoryLimits.OfControlGroup(ControlGroup.OfProcess.LimitBytes) : MemoryLimits.OrNone(value);
        }
    }

    /// <summary>Bytes beyond which rents and allocations throw <see cref="OutOfMemoryException"/>, and <c>TryRent</c> is false; 0 for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <remarks>Held against the same as <see cref="SoftLimitBytes"/>, before memory is taken; what is idle is given back first, and caches are emptied, those at
    /// most ten times a second unless they hold a sixteenth of the limit. Threads keep what lies in their own hands. A limit below what is in use stops growth only. Objects of class pools and arrays are
    /// the GC heap's, whose limit is <c>GCHeapHardLimit</c>.</remarks>
    public static long HardLimitBytes
    {
        get
        {
            MemoryLimits.Start();
            return OrZero(MemoryLimits.Hard);
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            MemoryLimits.Start();
            MemoryLimits.Hard = MemoryLimits.OrNone(value);
        }
    }

    /// <summary>Bytes between two samples of the heap profile where it is on, by convention: 512 KiB.</summary>
    public const long DefaultSampleBytes = 512 << 10;

    /// <summary>Bytes between two samples of the heap profile, on average; 0 for none. Key <c>sample_bytes:BYTES</c>; default 0. <see cref="SlabwiseProfile.Capture"/> reads
    /// what was gathered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <remarks>Another value than 0 forgets what was gathered and begins anew. While off, rents and returns run as if there were no profile. While on, rents are
    /// counted in stretches, at a call each: at the default one in 128 of 64 bytes, two in three of 8 KiB; and the first sample of each stack costs the names of
    /// its methods, some tens of microseconds.</remarks>
    public static long SampleBytes
    {
        get => SampleRate.Mean;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ProfileSwitch.Set(value);
        }
    }

    /// <summary>Bytes between two guarded blocks of <see cref="NativeHeap"/>, on average; 0 for none. Key <c>guard_bytes:BYTES</c>; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <exception cref="NotSupportedException">The heap has no address space of its own, so no page of it can be closed.</exception>
    /// <remarks>A guarded block of up to 32 KiB ends at a page that nobody may touch; a touch of it, or of the block after its free, ends the process, and so does a
    /// free that finds bytes beside the block overwritten. What is said: docs/guards.md. A guarded block costs a page or more, some system calls and, where its stack is new, the
    /// names on it, and blocks are counted as for the profile.</remarks>
    public static long GuardBytes
    {
        get => SampleRate.GuardMean;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value != 0 && !(NativeHeap.IsRanged && GuardSpace.TryOpen()))
                throw new NotSupportedException("Guarded blocks need address space that can be reserved and closed, which this system or reserve:off does not give.");
            ProfileSwitch.SetGuards(value);
        }
    }

    /// <summary>What the limits are held against: bytes of resident slabs and large blocks, of generations and states, and of bookkeeping. Costs three reads.</summary>
    public static long UseBytes => PageHeap.UseBytes;

    /// <summary>Gives every free page of every pool and of <see cref="NativeHeap"/> back to the system, whatever the decay times say.</summary>
    /// <returns>Bytes given back.</returns>
    /// <remarks>What lies idle in caches stays there: <see cref="Drain"/> first, to give that back too. Costs a walk over all slabs and a system call for each run of
    /// free pages; pools go on meanwhile, but for the slabs that are being worked on.</remarks>
    public static long Purge()
    {
        long bytes = Relief.Purge();
        RareEvents.Purged(bytes, "asked for");
        return bytes;
    }

    /// <summary>Gives back what is due by the decay times, now instead of at the next tick.</summary>
    /// <returns>Whether more will become due.</returns>
    /// <remarks>For hosts that stop timers or starve the thread pool. Costs a read for each pool in which nothing became free, a walk over the slabs of the others,
    /// and the system calls.</remarks>
    public static bool Decay() => DecayCare.Decay(Environment.TickCount64);

    /// <summary>Moves what lies idle in this thread's hands, in the CPUs' blocks and in the transfer caches of all pools to their slabs. Other threads keep their
    /// hands.</summary>
    /// <remarks>Costs a fence for each pool and CPU that has a block. The caches fill again as they are used.</remarks>
    public static void Drain() => Relief.Drain();

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

    private static int CheckedDecay(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Configuration.LongestDecay);
        return value;
    }

    private static long OrZero(long limit) => limit == MemoryLimits.None ? 0 : limit;
}
