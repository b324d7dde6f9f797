namespace Slabwise.Benchmarks.Catalog;

/// <summary>All goals, in one place.</summary>
internal static class GoalCatalog
{
    private static readonly string[] PairContexts = ["pair64", "pair64-using", "pair64-async"];
    private static readonly string[] MemoryKinds = [Figure.RssPeak, Figure.RssEnd];

    /// <summary>A tenth less throughput, as time.</summary>
    private const double TenthLess = 1 / 0.9;

    public static readonly IReadOnlyList<Goal> All =
    [
        .. PairContexts.SelectMany(w => new[]
        {
            Goal.Time(w, "slabwise", Goal.BestC, 1.0),
            Goal.Time(w, "slabwise-unchecked", Goal.BestC, 0.9),
            Goal.Time(w, "slabwise", "glibc", 0.4),
        }),
        Goal.Above("pair64", "slabwise", "slabwise-unchecked", nanoseconds: 1.5),
        Goal.Time("pair64", "slabwise-perthread", Goal.BestC, 0.85),
        Goal.Time("batch64", "slabwise-unchecked", Goal.BestC, 1.0),
        Goal.Time("batch64", "slabwise-perthread", Goal.BestC, 0.6),
        Goal.Time("bulk64", "slabwise", Goal.BestC, 0.4),
        Goal.Time("threads64", "slabwise", "objectpool", 1.0 / 8),
        Goal.Time("threads64", "slabwise", Goal.BestC, 1.3),
        Goal.Time("threads64", "slabwise-class", "objectpool", 1.0 / 8),
        Goal.Time("threads64", "slabwise-portable", "objectpool", 0.5),
        Goal.Time("handoff64", "slabwise", "c:mimalloc", 0.55),
        Goal.Time("handoff64-bulk", "slabwise", "c:mimalloc", 0.35),
        Goal.Time("handoff64-2to2", "slabwise", "c:mimalloc", 0.55),
        .. ((string[])["slabwise", "slabwise-perthread", "slabwise-heap"]).SelectMany(a =>
            MemoryKinds.Select(figure => Goal.ShareBeside(figure, "freeonly", a, "freesame", 1.2))),
        .. ((string[])["slabwise", "slabwise-perthread", "slabwise-class", "slabwise-portable"]).Select(a =>
            Goal.TimeBeside("crowd", a, "crowd2", TenthLess)),
        Goal.Most(Figure.CachedPerCpu, "crowd", "slabwise", SlabwiseOptions.CpuCacheBytes),
        Goal.Most(Figure.CachedPerCpu, "crowd", "slabwise-class", SlabwiseOptions.CpuCacheBytes),
        Goal.Time("churn", "slabwise-heap", Goal.BestC, 1.0),
        .. ((string[])["slabwise", "slabwise-class"]).SelectMany(a => new[]
        {
            Goal.CostAbove("asynchop", a, "none", "arraypool", 0.5),
            Goal.Most(Figure.RssGrowth, "asynchop", a, 1.1),
        }),
        Goal.Time("arrays", "slabwise-array", "arraypool", 1.0),
        Goal.Share(Figure.Held, "arrays", "slabwise-array", "arraypool", 0.6),
        Goal.Share(Figure.FullCollections, "arrays", "slabwise-array", "arraypool", 0.5),
        Goal.Most(Figure.Footprint, "footprint", "slabwise", 512),
    ];
}
