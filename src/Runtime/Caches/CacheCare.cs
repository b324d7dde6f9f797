using Slabwise.Diagnostics;

namespace Slabwise.Caches;

/// <summary>Shrinks the caches that nobody uses: half of each CPU's block a second, then half of the batches in transfer, until nothing is left; the same
/// of freed large blocks.</summary>
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
        CoreList.Hold();
        PoolCore* first = CoreList.First, core = first;
        while (core is not null)
        {
            any |= ShrinkBlocks(core) || ShrinkTransfer(core);
            core = core->Next == first ? null : core->Next;
        }

        CoreList.LetGo();
        return any;
    }

    private static bool ShrinkBlocks(PoolCore* core)
    {
        bool any = false;
        for (int cpu = 0; core->Cpus is not null && cpu < core->Cpus->Bound; cpu++)
            any |= CpuCaches.ShrinkIfCold(core, cpu, out bool remains) > 0 || remains;
        return any;
    }

    // Blocks are gone by now, or there are none: whether the pool is in use is asked of its hands.
    private static bool ShrinkTransfer(PoolCore* core)
    {
        long waiting = NodeTransfer.CountSlots(core);
        if (waiting == 0) return false;
        HandCounts hands = ThreadHands.Count(core);
        if (core->SeenMoves == hands.Refills + hands.Spills) SlotFlow.GiveBatchesUp(core, waiting / 2);
        core->SeenMoves = hands.Refills + hands.Spills;
        return true;
    }
}
