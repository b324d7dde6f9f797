namespace Slabwise.Diagnostics.Doctor;

/// <summary>Caches that hold much of what is active.</summary>
internal static class Hoard
{
    private const int LeastShare = 4;

    public static IEnumerable<Finding> Find(Examination examination)
    {
        MemoryTotals all = examination.Later.Totals;
        if (all.CachedBytes < Math.Max(examination.Least, all.ActiveBytes / LeastShare)) yield break;
        PoolStatistics most = examination.Later.Pools.MaxBy(pool => pool.CachedBytes);
        yield return new Finding(
            FindingKind.Caches,
            "",
            all.CachedBytes,
            $"caches hold {Words.Bytes(all.CachedBytes)} of idle objects, {Words.Percent(all.CachedBytes, all.ActiveBytes)} of the active pages: {Words.Bytes(all.InHandsBytes)} in the hands of {Words.Count(all.Threads)} threads, {Words.Bytes(all.InCpuBlocksBytes)} in CPUs' blocks, {Words.Bytes(all.InTransferBytes)} in transfer, {Words.Bytes(all.InOwnedSlabsBytes)} in owned slabs, {Words.Bytes(all.InExtentCacheBytes)} in large blocks; the pool {most.Name} has the most, {Words.Bytes(most.CachedBytes)}.",
            KnobOf(all));
    }

    private static string KnobOf(in MemoryTotals all)
    {
        long most = Math.Max(Math.Max(all.InHandsBytes, all.InCpuBlocksBytes), Math.Max(all.InTransferBytes, Math.Max(all.InOwnedSlabsBytes, all.InExtentCacheBytes)));
        if (most == all.InHandsBytes) return "Hands are bounded by max_cached (SlabwiseOptions.MaxCached, or MaxCached of a type); those of ended threads come back by SlabwiseControl.ReclaimDeadThreads().";
        if (most == all.InCpuBlocksBytes) return "CPUs' blocks are bounded by cpu_cache (SlabwiseOptions.CpuCacheBytes, bytes a CPU) and shrink a second after their last use; Trim() of a pool empties them now.";
        if (most == all.InTransferBytes) return "Transfer caches empty themselves once their pool is quiet, half a second; Trim() of a pool empties them now, and max_cached bounds what is behind them.";
        if (most == all.InExtentCacheBytes) return "Large blocks leave their cache a second after its last use; NativeHeap.Trim() empties it now.";
        return "Owned slabs are those of CacheKind.PerThread: CacheKind.PerCpu shares its slots, and slabs of ended threads come back by SlabwiseControl.ReclaimDeadThreads().";
    }
}
