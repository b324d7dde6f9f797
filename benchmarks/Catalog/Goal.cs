namespace Slabwise.Benchmarks.Catalog;

/// <summary>How a goal reads what was measured.</summary>
internal enum GoalKind
{
    /// <summary>Time as a share of the reference's.</summary>
    Ratio,

    /// <summary>Nanoseconds an operation above the reference's.</summary>
    Difference,

    /// <summary>Time above <see cref="Goal.Base"/>'s as a share of the time that the reference takes above it.</summary>
    DifferenceRatio,

    /// <summary>A figure as a share of the reference's.</summary>
    FigureRatio,

    /// <summary>A figure by itself.</summary>
    Figure,
}

/// <summary>One promise about one row.</summary>
internal sealed record Goal(string Workload, string Allocator, GoalKind Kind)
{
    /// <summary>The reference that stands for the fastest of the four libraries called from C.</summary>
    public const string BestC = "best C";

    /// <summary>The references that stand for the one of the four libraries with the least of a figure, called through NativeMemory or from C.</summary>
    public const string Least = "least of the four", LeastC = "least of the four in C";

    /// <summary>The most that is allowed; null where it is only reported.</summary>
    public double? Limit { get; init; }

    /// <summary>The allocator it is held against; the same one unless said otherwise.</summary>
    public string Reference { get; init; } = Allocator;

    /// <summary>The workload in which the reference ran; the same one unless said otherwise.</summary>
    public string ReferenceWorkload { get; init; } = Workload;

    /// <summary>The allocator whose time both sides have in common, of <see cref="GoalKind.DifferenceRatio"/>.</summary>
    public string? Base { get; init; }

    /// <summary>The figure, of the two kinds that speak of one; see <see cref="Catalog.Figure"/>.</summary>
    public string? Figure { get; init; }

    public bool IsMet(double measured) => Limit is not { } most || measured <= most;

    /// <summary>Time at most this share of the reference's.</summary>
    public static Goal Time(string workload, string allocator, string reference, double limit) =>
        new(workload, allocator, GoalKind.Ratio) { Reference = reference, Limit = limit };

    /// <summary>Time at most this share of what the same allocator takes in another workload.</summary>
    public static Goal TimeBeside(string workload, string allocator, string other, double? limit) =>
        new(workload, allocator, GoalKind.Ratio) { ReferenceWorkload = other, Limit = limit };

    /// <summary>At most so many nanoseconds above the reference.</summary>
    public static Goal Above(string workload, string allocator, string reference, double nanoseconds) =>
        new(workload, allocator, GoalKind.Difference) { Reference = reference, Limit = nanoseconds };

    /// <summary>Time above the base at most this share of the reference's.</summary>
    public static Goal CostAbove(string workload, string allocator, string common, string reference, double limit) =>
        new(workload, allocator, GoalKind.DifferenceRatio) { Base = common, Reference = reference, Limit = limit };

    /// <summary>A figure at most this share of the reference's, or only reported.</summary>
    public static Goal Share(string figure, string workload, string allocator, string reference, double? limit) =>
        new(workload, allocator, GoalKind.FigureRatio) { Figure = figure, Reference = reference, Limit = limit };

    /// <summary>A figure at most this share of what the same allocator shows in another workload.</summary>
    public static Goal ShareBeside(string figure, string workload, string allocator, string other, double limit) =>
        new(workload, allocator, GoalKind.FigureRatio) { Figure = figure, ReferenceWorkload = other, Limit = limit };

    /// <summary>A figure at most so large, or only reported.</summary>
    public static Goal Most(string figure, string workload, string allocator, double? limit) =>
        new(workload, allocator, GoalKind.Figure) { Figure = figure, Limit = limit };
}
