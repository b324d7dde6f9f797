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
        Goal.Share(Figure.RssPeak, "requests", "slabwise", Goal.Least, 0.9),
        Goal.Share(Figure.RssPeak, "requests", "slabwise", Goal.LeastC, null),
        .. ((string[])["slabwise", "slabwise-class", "slabwise-heap"]).Select(a => Goal.Time("requests", AllocatorCatalog.Sampled(a).Name, a, 1.03)),
        .. ((string[])["slabwise", "slabwise-heap"]).Select(a => Goal.Time("requests", AllocatorCatalog.Guarded(a).Name, a, 1.01)),
        .. ((string[])["spike", "spike2"]).SelectMany(w => new[]
        {
            Goal.Most(Figure.KeptOfAllowed, w, "slabwise-heap", 1),
            Goal.Most(Figure.Kept, w, "slabwise", null),
        }),
        Goal.Most(Figure.KeptPercent, "pinned", "slabwise-heap", 1),
        Goal.Most(Figure.KeptPercent, "pinned", "slabwise", null),
        Goal.Share(Figure.RssRefilled, "holes", "slabwise-heap", Goal.Least, 1.0),
        Goal.Share(Figure.RssRefilled, "holes", "slabwise-heap", Goal.LeastC, null),
        Goal.Time("edge", "slabwise-heap", Goal.BestC, 1.0),
        Goal.Most(Figure.NeighbourRatio, "edge-sweep", "slabwise-heap", 3.0),
        Goal.Time("churn-decay", "slabwise-heap", "slabwise-heap-nodecay", 1.02),
        Goal.Most(Figure.Metadata, "metadata", "slabwise", 0.5),
        Goal.Most(Figure.Metadata, "metadata", "slabwise-heap", 0.5),
        Goal.Most(Figure.Metadata, "metadata-mix", "slabwise-heap", 0.5),
    ];
}
