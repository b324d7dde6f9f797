namespace Slabwise.Diagnostics.Doctor;

/// <summary>Free pages that wait for their decay.</summary>
internal static class PendingDecay
{
    public static IEnumerable<Finding> Find(Examination examination)
    {
        MemoryTotals all = examination.Later.Totals;
        long pending = all.DirtyBytes + all.MuzzyBytes;
        if (pending < examination.Least) yield break;
        int dirtyMs = examination.Later.DirtyDecayMilliseconds;
        string when = dirtyMs < 0 ? "which stay: dirty_decay_ms is -1" : $"which go back within {Words.Count(dirtyMs)} ms of becoming idle";
        string muzzy = all.MuzzyBytes == 0 ? "" : $", and {Words.Bytes(all.MuzzyBytes)} the system may take whenever it is short";
        PoolStatistics most = examination.Later.Pools.MaxBy(pool => pool.DirtyBytes + pool.MuzzyBytes);
        yield return new Finding(
            FindingKind.DecayPending,
            "",
            pending,
            $"{Words.Bytes(all.DirtyBytes)} of free pages are still held, {when}{muzzy}; the pool {most.Name} has the most, {Words.Bytes(most.DirtyBytes + most.MuzzyBytes)}.",
            "Wait, call SlabwiseControl.Purge() to give all of them back now, or set dirty_decay_ms (SlabwiseOptions.DirtyDecayMilliseconds) lower; muzzy_decay_ms:0 skips the muzzy state.");
    }
}
