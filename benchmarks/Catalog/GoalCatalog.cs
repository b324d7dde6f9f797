namespace Slabwise.Benchmarks.Catalog;

/// <summary>All goals, in one place.</summary>
internal static class GoalCatalog
{
    private static readonly string[] PairContexts = ["pair64", "pair64-using", "pair64-async"];

    public static readonly IReadOnlyList<Goal> All =
    [
        .. PairContexts.SelectMany(w => new Goal[]
        {
            new(w, "slabwise", GoalKind.Ratio, Goal.BestC, 1.0),
            new(w, "slabwise-unchecked", GoalKind.Ratio, Goal.BestC, 0.9),
            new(w, "slabwise", GoalKind.Ratio, "glibc", 0.4),
        }),
        new("pair64", "slabwise", GoalKind.Difference, "slabwise-unchecked", 1.5),
        new("batch64", "slabwise-unchecked", GoalKind.Ratio, Goal.BestC, 1.0),
        new("bulk64", "slabwise", GoalKind.Ratio, Goal.BestC, 0.4),
        new("threads64", "slabwise", GoalKind.Ratio, "objectpool", 1.0 / 8),
        new("threads64", "slabwise", GoalKind.Report, Goal.BestC),
        new("threads64", "slabwise-class", GoalKind.Ratio, "objectpool", 1.0 / 8),
        new("handoff64", "slabwise", GoalKind.Ratio, "c:mimalloc", 0.65),
        new("handoff64-bulk", "slabwise", GoalKind.Ratio, "c:mimalloc", 0.4),
    ];
}
