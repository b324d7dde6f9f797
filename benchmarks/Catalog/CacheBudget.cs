namespace Slabwise.Benchmarks.Catalog;

/// <summary>What the runtime promises to keep in its caches.</summary>
internal static class CacheBudget
{
    /// <summary>Bytes of idle slots a CPU; null, and so only reported, as long as the runtime states no bound.</summary>
    public static readonly double? BytesPerCpu;
}
