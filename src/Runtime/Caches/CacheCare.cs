using Slabwise.Diagnostics;

namespace Slabwise.Caches;

/// <summary>Empties the caches that nobody uses: of a pool that was idle for a second everything in CPUs' blocks and in transfer, and hands but for one
/// slot; of a pool in use the blocks of idle CPUs. Blocks' capacity goes by halves, and so do freed large blocks.</summary>
/// <remarks>What they held reaches the slabs and the page heap and decays there: see <see cref="DecayCare"/>. That also empties CPUs that were taken offline or out of the
/// affinity mask: nobody uses their blocks any more.</remarks>
internal sealed unsafe class CacheCare : ICare
{
    private static readonly CacheCare Instance = new();

    private CacheCare() => Housekeeper.Register(this);

    /// <summary>Says that there is something to watch.</summary>
    public static void Wake()
    {
        GC.KeepAlive(Instance);    // its first use registers it
        Housekeeper.Wake();
    }

    /// <inheritdoc cref="ShrinkCold"/>
    public int Tick(long now) => ShrinkCold() | ExtentCaches.ShrinkCold() ? Housekeeper.Second : Housekeeper.Nothing;

    /// <summary>Looks at every pool once; true while one of them caches anything, or did so until now.</summary>
    public static bool ShrinkCold()
    {
        bool any = false;
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core))
        {
            any |= DrainIfIdle(core) | ShrinkBlocks(core);
            any |= HandThief.EmptyRested(core);
        }

        return any;
    }

    private static bool ShrinkBlocks(PoolCore* core)
    {
        bool any = false;
        for (int cpu = 0; core->Cpus is not null && cpu < core->Cpus->Bound; cpu++)
            any |= CpuCaches.ShrinkIfCold(core, cpu, out bool remains) > 0 || remains;
        return any;
    }

    // All at once: what left by halves reached the slabs up to 13 seconds late, and began to decay only then. A pool that is used again finds
    // its pages dirty still, and pays one refill from the bit maps.
    private static bool DrainIfIdle(PoolCore* core)
    {
        long waiting = NodeTransfer.CountSlots(core) + CpuCaches.CountSlots(core);
        if (waiting == 0) return false;
        HandCounts hands = ThreadHands.Count(core);
        if (core->SeenMoves == hands.Refills + hands.Spills) SlotFlow.Drain(core);
        core->SeenMoves = hands.Refills + hands.Spills;
        return true;
    }
}
