namespace Slabwise.Diagnostics.Reports;

/// <summary>The text report's tables of pools: what their pages are, in bytes, and what their slots do.</summary>
internal static class PoolTable
{
    public static void Write(IReadOnlyList<PoolStatistics> pools, TextWriter text)
    {
        int width = pools.Select(pool => pool.Name.Length).Append(20).Max();
        TextReport.Line(text, $"\n{Left("pool (bytes)", width)} {"allocated",16} {"internal",13} {"cached",13} {"retired",13} {"fragmented",14} {"dirty",13} {"muzzy",13} {"resident",16} {"mapped",16} {"bookkeeping",13}");
        foreach (PoolStatistics pool in pools)
        {
            TextReport.Line(text, $"{Left(pool.Name, width)} {pool.AllocatedBytes,16:N0} {pool.InternalBytes,13:N0} {pool.CachedBytes,13:N0} {pool.RetiredBytes,13:N0} {pool.FragmentedBytes,14:N0} {pool.DirtyBytes,13:N0} {pool.MuzzyBytes,13:N0} {pool.ResidentBytes,16:N0} {pool.MappedBytes,16:N0} {pool.BookkeepingBytes,13:N0}");
        }

        TextReport.Line(text, $"\n{Left("pool (slots)", width)} {"size",7} {"rented",12} {"cached",9} {"transfer",9} {"free",11} {"peak used",12} {"slabs",8} {"empty",8} {"sparse",8} {"refills",11} {"misses",10} {"spills",11} {"overflows",10} {"slabfills",10} {"slabspills",10} {"discards",9}");
        foreach (PoolStatistics pool in pools)
        {
            TextReport.Line(text, $"{Left(pool.Name, width)} {pool.ObjectBytes,7} {pool.Rented,12:N0} {pool.Cached + pool.InOwnedSlabs,9:N0} {pool.InTransfer,9:N0} {pool.FreeSlots,11:N0} {pool.PeakUsedSlots,12:N0} {pool.Slabs,8:N0} {pool.EmptySlabs + pool.DiscardedSlabs,8:N0} {pool.SparseSlabs,8:N0} {pool.Refills,11:N0} {pool.CpuMisses,10:N0} {pool.Spills,11:N0} {pool.CpuOverflows,10:N0} {pool.SlabFills,10:N0} {pool.SlabSpills,10:N0} {pool.Discards,9:N0}");
        }
    }

    private static string Left(string text, int width) => text.PadRight(width);
}
