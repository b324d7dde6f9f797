using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Pools;

namespace Slabwise.Diagnostics.Events;

/// <summary>Where slow paths report what happened; nothing where nobody listens.</summary>
/// <remarks>What a rent's slow path reports is written by a thread of the pool: a listener inside of the process runs in the midst of writing, and one that
/// rented from the same pool would find the hand half filled, whose slots its own filling would then lose. The others are not to be called
/// under a gate: writing an event may take a lock and memory of the GC heap.</remarks>
internal static unsafe class RareEvents
{
    private static bool s_isOn;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn
    {
        get => Volatile.Read(ref s_isOn);
        set => Volatile.Write(ref s_isOn, value);
    }

    /// <summary>Reports slabs that were never used before.</summary>
    /// <param name="core">The pool.</param>
    /// <param name="before">How many of its slabs had been used before.</param>
    public static void SlabsCreated(PoolCore* core, long before)
    {
        long created = core->Slabs.Touched - before;
        if (created <= 0) return;
        WriteLater(
            static made => SlabwiseEvents.Log?.SlabsCreated(PoolRegistry.NameOf((PoolCore*)made.Core), made.Slabs, made.SlabBytes),
            (Core: (nint)core, Slabs: created, core->Memory.SlabBytes));
    }

    public static void Purged(long bytes, string reason)
    {
        if (IsOn) SlabwiseEvents.Log?.Purged(bytes, reason);
    }

    public static void LimitMet(string kind, long limit, long use, long asked)
    {
        if (!IsOn) return;
        WriteLater(
            static met => SlabwiseEvents.Log?.LimitMet(met.Kind, met.Limit, met.Use, met.Asked),
            (Kind: kind, Limit: limit, Use: use, Asked: asked));
    }

    public static void OwnerForgotten(long forgotten)
    {
        if (IsOn) SlabwiseEvents.Log?.OwnerForgotten(forgotten);
    }

    public static void SamplingChanged(long sampleBytes)
    {
        if (IsOn) SlabwiseEvents.Log?.SamplingChanged(sampleBytes);
    }

    /// <summary>Tells a listener of the path that was chosen before it came.</summary>
    public static void DescribePath()
    {
        if (!RseqPath.IsActive) SlabwiseEvents.Log?.PortablePath(RseqPath.Reason);
    }

    // An event that finds no memory is lost: the rent that it reports has its own answer to give.
    private static void WriteLater<T>(Action<T> write, T what)
    {
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(write, what, preferLocal: false);
        }
        catch (OutOfMemoryException)
        {
        }
    }
}
