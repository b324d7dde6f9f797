using System.Globalization;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>A goal beside what was measured; <see cref="Measured"/> is null where a side of it is missing.</summary>
internal sealed record Verdict(
    string Outcome, string Workload, string Allocator, string Reference, string Unit, double? Measured, double? Limit)
{
    /// <summary>The verdicts on those goals whose workload was run and whose allocator was asked for.</summary>
    public static IEnumerable<Verdict> On(IEnumerable<Goal> goals, IReadOnlyList<WorkloadResult> results)
    {
        foreach (Goal goal in goals)
        {
            WorkloadResult? result = results.FirstOrDefault(r => r.Workload.Name == goal.Workload);
            if (result?.Of(goal.Allocator) is not { } measurement) continue;
            Measurement? reference = result.Of(goal.Reference);
            bool difference = goal.Kind == GoalKind.Difference;
            double? measured = difference
                ? WorkloadResult.PairedDifference(measurement, reference)
                : WorkloadResult.PairedRatio(measurement, reference);
            yield return new Verdict(
                OutcomeOf(goal, measured), goal.Workload, goal.Allocator,
                goal.Reference == Goal.BestC && reference is not null ? $"{Goal.BestC}, {reference.Allocator.Name}" : goal.Reference,
                difference ? "ns" : "ratio",
                measured is { } value ? Math.Round(value, 3) : null,
                goal.Kind == GoalKind.Report ? null : goal.Limit);
        }
    }

    /// <summary>The verdict as the command prints it.</summary>
    public override string ToString()
    {
        string measured = Measured?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
        string relation = Unit == "ns" ? "ns above" : "of";
        string limit = Limit is { } most ? $"; at most {most.ToString("0.###", CultureInfo.InvariantCulture)}" : "";
        return $"{Outcome,-12}  {Workload,-14}  {Allocator,-18}  {measured,7} {relation} {Reference}{limit}";
    }

    private static string OutcomeOf(Goal goal, double? measured) => measured switch
    {
        null => "not measured",
        _ when goal.Kind == GoalKind.Report => "reported",
        { } value => goal.IsMet(value) ? "met" : "missed",
    };
}
