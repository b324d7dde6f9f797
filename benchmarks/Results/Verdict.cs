using System.Globalization;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>A goal beside what was measured; <see cref="Measured"/> is null where a side of it is missing.</summary>
internal sealed record Verdict(
    string Outcome, string Workload, string Allocator, string Reference, string Unit, double? Measured, double? Limit)
{
    /// <summary>The figure that was judged; null for time.</summary>
    public string? Figure { get; init; }

    /// <summary>The verdicts on those goals whose workload was run and whose allocator was asked for.</summary>
    public static IEnumerable<Verdict> On(IEnumerable<Goal> goals, IReadOnlyList<WorkloadResult> results)
    {
        foreach (Goal goal in goals)
        {
            WorkloadResult? result = Named(results, goal.Workload);
            if (result?.Of(goal.Allocator) is not { } measurement) continue;
            Measurement? reference = Named(results, goal.ReferenceWorkload)?.ReferenceOf(goal);
            double? measured = goal.Kind switch
            {
                GoalKind.Ratio => WorkloadResult.PairedRatio(measurement, reference),
                GoalKind.Difference => WorkloadResult.PairedDifference(measurement, reference),
                GoalKind.DifferenceRatio => WorkloadResult.DifferenceRatio(measurement, result.Of(goal.Base!), reference),
                GoalKind.FigureRatio => WorkloadResult.FigureRatio(goal.Figure!, measurement, reference),
                _ => measurement.Of(goal.Figure!),
            };
            yield return new Verdict(
                OutcomeOf(goal, measured), goal.Workload, goal.Allocator, ReferenceOf(goal, reference), UnitOf(goal),
                measured is { } value ? Math.Round(value, 3) : null, goal.Limit is { } limit ? Math.Round(limit, 3) : null)
            {
                Figure = goal.Figure,
            };
        }
    }

    /// <summary>The verdict as the command prints it.</summary>
    public override string ToString()
    {
        string measured = Measured?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
        string relation = Unit switch
        {
            "ns" => $"ns above {Reference}",
            "ratio" => Figure is null ? $"of {Reference}" : $"of the {Figure} of {Reference}",
            _ => Unit,
        };
        string limit = Limit is { } most ? $"; at most {most.ToString("0.###", CultureInfo.InvariantCulture)}" : "";
        return $"{Outcome,-12}  {Workload,-14}  {Allocator,-18}  {measured,9} {relation}{limit}";
    }

    private static WorkloadResult? Named(IReadOnlyList<WorkloadResult> results, string workload) =>
        results.FirstOrDefault(r => r.Workload.Name == workload);

    private static string UnitOf(Goal goal) => goal.Kind switch
    {
        GoalKind.Difference => "ns",
        GoalKind.Figure => goal.Figure!,
        _ => "ratio",
    };

    private static string ReferenceOf(Goal goal, Measurement? reference)
    {
        if (goal.Kind == GoalKind.Figure) return "";
        if (goal.Kind == GoalKind.DifferenceRatio) return $"{goal.Reference}, both above {goal.Base}";
        if (goal.ReferenceWorkload != goal.Workload)
            return goal.Reference == goal.Allocator ? goal.ReferenceWorkload : $"{goal.Reference} in {goal.ReferenceWorkload}";
        return goal.Reference is Goal.BestC or Goal.Least or Goal.LeastC && reference is not null
            ? $"{goal.Reference}, {reference.Allocator.Name}"
            : goal.Reference;
    }

    private static string OutcomeOf(Goal goal, double? measured) => measured switch
    {
        null => "not measured",
        _ when goal.Limit is null => "reported",
        { } value => goal.IsMet(value) ? "met" : "missed",
    };
}
