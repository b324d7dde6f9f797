namespace Slabwise.Diagnostics.Doctor;

/// <summary>Pools from which more is rented than before.</summary>
/// <remarks>Growth is all that can be seen from outside: under the same load it is a leak, under more load it is the load.</remarks>
internal static class Leak
{
    // Objects of the GC heap have no size here. Fewer than this are a pool that warms up.
    private const long LeastObjects = 10_000;

    public static IEnumerable<Finding> Find(Examination examination)
    {
        for (int at = 0; at < examination.Change.Pools.Count; at++)
        {
            PoolChange change = examination.Change.Pools[at];
            PoolStatistics pool = examination.Later.Pools[at];
            bool counts = pool.Type == PoolType.Class ? change.Rented >= LeastObjects : change.AllocatedBytes >= examination.Least;
            if (!counts) continue;
            yield return new Finding(FindingKind.Leak, pool.Name, change.AllocatedBytes, MessageOf(pool, change, examination.Seconds), KnobOf(pool));
        }
    }

    private static string MessageOf(in PoolStatistics pool, in PoolChange change, double seconds)
    {
        string bytes = pool.Type == PoolType.Class ? "" : $", {Words.Bytes(change.AllocatedBytes)}, and now has {Words.Bytes(pool.AllocatedBytes)} out";
        return $"the pool {pool.Name} has {Words.Count(change.Rented)} more rented than {Words.Seconds(seconds)} before, {Words.Count(pool.Rented)} in all{bytes}.";
    }

    private static string KnobOf(in PoolStatistics pool) => pool.Type switch
    {
        PoolType.SizeClass or PoolType.Large => "If the load is the same, find the allocations of this size that nobody frees; arenas and SlabMemoryPool (see Forgotten) allocate here too.",
        PoolType.Class => "If the load is the same, return what is rented: rule SLAB101 finds paths without a Return, and Lease() with using has none.",
        _ => "If the load is the same, return what is rented: rule SLAB101 finds paths without a Return, and Lease() with using has none. MaxBytes bounds the pool.",
    };
}
