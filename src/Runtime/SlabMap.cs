using Slabwise.Caches;
using Slabwise.Pools;
using Slabwise.Slabs;

namespace Slabwise;

/// <summary>How full a pool's slabs are at one moment, in their order: by groups for a whole pool, one by one for a part of it.</summary>
/// <remarks>Immutable. Taking it stops nobody for longer than some microseconds, so groups are of slightly different moments.</remarks>
public sealed class SlabMap
{
    private SlabMap(string pool, PoolType type, long slabs, long slabsAGroup, SlabGroup[] groups)
    {
        Pool = pool;
        Type = type;
        Slabs = slabs;
        SlabsAGroup = slabsAGroup;
        Groups = groups;
    }

    /// <summary>The pool's name.</summary>
    public string Pool { get; }

    /// <summary>What its slots stand for.</summary>
    public PoolType Type { get; }

    /// <summary>Slabs of the pool that were ever used.</summary>
    public long Slabs { get; }

    /// <summary>Slabs of each group, but for the last one.</summary>
    public long SlabsAGroup { get; }

    /// <summary>The groups, by number.</summary>
    public IReadOnlyList<SlabGroup> Groups { get; }

    /// <summary>Looks at a pool's slabs.</summary>
    /// <param name="pool">Its place in <see cref="SlabwiseStatistics.Pools"/>.</param>
    /// <param name="first">The first slab to look at.</param>
    /// <param name="count">How many.</param>
    /// <param name="mostGroups">The most groups they are put into.</param>
    /// <returns>Null where there is no such pool, or it has no slabs as the heap's large blocks do not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are to be no groups.</exception>
    /// <remarks>Thread-safe. Costs a look at each slab.</remarks>
    public static unsafe SlabMap? Capture(int pool, long first = 0, long count = long.MaxValue, int mostGroups = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostGroups);
        CoreList.Hold();
        bool found = PoolRegistry.TryGet(pool, out PoolRegistry.Entry entry);
        var core = (PoolCore*)entry.Core;
        if (found) CoreList.Visit(core);
        CoreList.LetGo();
        if (!found) return null;

        long slabs = core->Slabs.Touched, wanted = Math.Min(count, Math.Max(0, slabs - first));
        long slabsAGroup = Math.Max(1, (wanted + mostGroups - 1) / mostGroups);
        var counts = new SlabGroupCount[(wanted + slabsAGroup - 1) / slabsAGroup];
        core->Slabs.CountGroups(ref core->Memory, first, first + wanted, slabsAGroup, counts);
        CoreList.Leave(core);
        return new SlabMap(entry.Name, entry.Type, slabs, slabsAGroup, [.. counts.Select((group, at) =>
            new SlabGroup(first + at * slabsAGroup, group.Slabs, group.Slots, group.Used, group.Bytes, group.Resident))]);
    }
}
