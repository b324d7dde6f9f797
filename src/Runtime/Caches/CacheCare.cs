using Slabwise.Diagnostics;

namespace Slabwise.Caches;

/// <summary>Shrinks the CPU blocks that nobody uses: half of each a second, until nothing is left of it.</summary>
/// <remarks>That also empties CPUs that were taken offline or out of the affinity mask: nobody uses their blocks any more.</remarks>
internal sealed unsafe class CacheCare : ICare
{
    private static readonly CacheCare Instance = new();

    private CacheCare() => Housekeeper.Register(this);

    /// <summary>Says that there is something to watch.</summary>
    public static void Wake() => Housekeeper.Wake();

    /// <summary>Looks at every pool's block on every CPU once; true while any is left.</summary>
    public bool Tick(long now) => ShrinkCold();

    /// <inheritdoc cref="Tick"/>
    public static bool ShrinkCold()
    {
        bool any = false;
        CoreList.Hold();
        PoolCore* first = CoreList.First, core = first;
        while (core is not null)
        {
            for (int cpu = 0; core->Cpus is not null && cpu < core->Cpus->Bound; cpu++)
            {
                CpuCaches.ShrinkIfCold(core, cpu, out bool remains);
                any |= remains;
            }

            core = core->Next == first ? null : core->Next;
        }

        CoreList.LetGo();
        return any;
    }
}
