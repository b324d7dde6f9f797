using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Gives the free pages of all pools and of all heaps of extents back as their time comes.</summary>
/// <remarks>Asleep while nothing decays: a slot that reaches its slab, or an extent that becomes free, wakes it. A pool without free pages costs a read a
/// tick.</remarks>
internal sealed unsafe class DecayCare : ICare
{
    private static readonly DecayCare Instance = new();

    private DecayCare() => Housekeeper.Register(this);

    /// <summary>Sees to it that somebody is there to be woken.</summary>
    public static void Start() => GC.KeepAlive(Instance);    // its first use registers it

    /// <inheritdoc/>
    public int Tick(long now) => Decay(now) ? DecaySettings.TickMs : Housekeeper.Nothing;

    /// <summary>Lets go of what is due; true while more will come.</summary>
    public static bool Decay(long now)
    {
        bool more = ExtentHeaps.Decay(now);
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core)) more |= core->Slabs.Decay(ref core->Memory, now);
        return more;
    }

    /// <summary>Gives back every free page at once; says how many bytes.</summary>
    public static long Purge()
    {
        long bytes = ExtentHeaps.Purge();
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core)) bytes += core->Slabs.Purge(ref core->Memory);
        return bytes;
    }
}
