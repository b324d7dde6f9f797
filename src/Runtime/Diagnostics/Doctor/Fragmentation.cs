namespace Slabwise.Diagnostics.Doctor;

/// <summary>Pools whose pages are mostly free, but held by what is left on them.</summary>
internal static class Fragmentation
{
    // Less than a quarter of a pool's active pages is what any mix of sizes and ages leaves.
    private const int LeastShare = 4;

    public static IEnumerable<Finding> Find(Examination examination)
    {
        foreach (PoolStatistics pool in examination.Later.Pools)
        {
            if (pool.FragmentedBytes < Math.Max(examination.Least, pool.ActiveBytes / LeastShare)) continue;
            long inUse = pool.Slabs - pool.EmptySlabs - pool.DiscardedSlabs;
            string slabs = pool.SparseSlabs == 0
                ? $"{Words.Count(inUse)} slabs are in use, each more than a quarter full"
                : $"of {Words.Count(inUse)} slabs in use, {Words.Count(pool.SparseSlabs)} are at most a quarter full and have {Words.Count(pool.SparseFreeSlots)} slots free";
            yield return new Finding(
                FindingKind.Fragmentation,
                pool.Name,
                pool.FragmentedBytes,
                $"the pool {pool.Name} has {Words.Bytes(pool.FragmentedBytes)} free on pages that {Words.Count(pool.Rented)} rented objects and {Words.Count(pool.Cached + pool.InTransfer + pool.InOwnedSlabs)} cached ones hold, {Words.Percent(pool.FragmentedBytes, pool.ActiveBytes)} of its active pages; {slabs}.",
                "New rents fill these slots first. To give them back, return what has long been rented, or rent long-lived objects from a type of their own; Trim() of the pool moves cached slots off such pages.");
        }
    }
}
