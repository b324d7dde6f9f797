using Slabwise.Caches;
using Slabwise.Diagnostics;
using Slabwise.Pools;

namespace Slabwise;

/// <summary>What pools of structs and of objects have in common: a name, statistics, and giving memory back.</summary>
/// <remarks>Thread-safe. A pool lives as long as its type's assembly is loaded.</remarks>
public abstract unsafe class SlabPool
{
    private readonly int _objectBytes;
    private readonly PoolType _type;

    private protected SlabPool(string name, PoolCore* core, int objectBytes, PoolType type)
    {
        Name = name;
        Core = core;
        _objectBytes = objectBytes;
        _type = type;
        PoolRegistry.Add(name, core, objectBytes, type);
    }

    /// <summary>Runs only when the type's assembly is unloaded: otherwise a static field holds the pool.</summary>
    ~SlabPool()
    {
        PoolRegistry.Remove(Core);
        PoolCore.Close(Core);
    }

    /// <summary>The pooled type's full name.</summary>
    public string Name { get; }

    private protected PoolCore* Core { get; }

    /// <summary>Counts of this moment.</summary>
    /// <remarks>Thread-safe; allocates nothing and keeps nobody from renting or returning. Costs a look at every thread's hand, every CPU's block and
    /// every slab: some microseconds for a small pool, about one more a thousand slabs.</remarks>
    public PoolStatistics GetStatistics()
    {
        PoolStatistics now = PoolStatistics.Of(new PoolRegistry.Entry(Name, (nint)Core, _objectBytes, _type));
        GC.KeepAlive(this);    // a pool that is collected closes its tiers
        return now;
    }

    /// <summary>Moves idle slots from this thread's hand, all CPUs' blocks and the transfer cache to the slabs, and gives every
    /// page without a used slot back to the system. Other threads keep their hands; in pools with caches a CPU
    /// until they have idled for a second or two.</summary>
    /// <returns>Bytes given back to the system; for a class pool the number of objects left to the garbage collector.</returns>
    /// <remarks>Costs a fence a CPU and a system call for each run of such pages; safe at any time, also while others rent and return.</remarks>
    public virtual long Trim()
    {
        ThreadHands.EmptyCurrent(Core);
        SlotFlow.Drain(Core);
        return Core->Slabs.Purge(ref Core->Memory);
    }

    /// <summary>The tiers themselves, for tests.</summary>
    internal PoolCore* CoreForTests => Core;

    /// <summary>Holds the pool's equations; throws <see cref="InvalidOperationException"/> naming the one that fails. At rest only.</summary>
    internal virtual void Validate()
    {
        Core->Slabs.Validate(Name, in Core->Memory);
        NodeSharded.Validate(Core, Name);
        PoolStatistics now = GetStatistics();
        long idle = now.UsedSlots - now.Rented;
        if (Core->Slabs.Used < idle)
            throw new InvalidOperationException($"Pool {Name}: {now.Cached} slots are cached and {now.InTransfer} in transfer, but only {Core->Slabs.Used} are out of the slabs.");
    }
}
