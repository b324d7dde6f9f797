namespace Slabwise.Benchmarks.Catalog;

/// <summary>What a goal holds an allocator against.</summary>
internal enum GoalKind
{
    /// <summary>Time at most <see cref="Goal.Limit"/> of the reference's.</summary>
    Ratio,

    /// <summary>Nanoseconds an operation at most <see cref="Goal.Limit"/> above the reference's.</summary>
    Difference,

    /// <summary>The ratio is only reported.</summary>
    Report,
}

/// <summary>One promise about one row.</summary>
internal sealed record Goal(string Workload, string Allocator, GoalKind Kind, string Reference, double Limit = 0)
{
    /// <summary>The reference that stands for the fastest of the four libraries called from C.</summary>
    public const string BestC = "best C";

    public bool IsMet(double measured) => Kind == GoalKind.Report || measured <= Limit;
}
