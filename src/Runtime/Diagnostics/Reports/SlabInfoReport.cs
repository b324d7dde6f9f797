namespace Slabwise.Diagnostics.Reports;

/// <summary>A table in the form of <c>/proc/slabinfo</c>, version 2.1, which slabtop-like tools read: a line a pool that has slabs.</summary>
/// <remarks>Tunables are a hand's limit, the batch that moves at once, and a sharedfactor of 0; sharedavail counts slots in transfer.</remarks>
internal static class SlabInfoReport
{
    private const int PageBytes = 4096;

    public static void Write(SlabwiseStatistics now, TextWriter text)
    {
        text.Write("slabinfo - version: 2.1\n");
        text.Write("# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
        foreach (PoolStatistics pool in now.Pools)
        {
            if (pool.Type == PoolType.Large) continue;
            long active = pool.Slabs - pool.EmptySlabs - pool.DiscardedSlabs;
            TextReport.Line(
                text,
                $"{NameOf(pool.Name),-17} {pool.Rented,6} {pool.Slots,6} {pool.StrideBytes,6} {pool.SlotsPerSlab,4} {pool.SlabBytes / PageBytes,4} : tunables {pool.HandCapacity,4} {pool.HandBatch,4} {0,4} : slabdata {active,6} {pool.Slabs,6} {pool.InTransfer,6}");
        }
    }

    // Readers split at blanks.
    private static string NameOf(string pool) => pool.Replace(' ', '-');
}
