using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Running;

/// <summary>How many rounds, and how long each.</summary>
internal sealed record Pace(int Rounds, int RoundMilliseconds, int FixedRounds, bool IsQuick)
{
    private const int RoundsNotCounted = 2;

    public static Pace For(bool quick, int? rounds, int? roundMilliseconds) => quick
        ? new Pace(rounds ?? 5, roundMilliseconds ?? 8, rounds ?? 3, true)
        : new Pace(rounds ?? 25, roundMilliseconds ?? 25, rounds ?? 9, false);

    public int RoundsOf(Workload workload)
    {
        if (workload.Times > 0) return IsQuick ? Math.Min(workload.Times, FixedRounds) : workload.Times;
        // Long rounds are fewer: what they average over, they need not repeat.
        return workload.FixedOperations > 0 ? FixedRounds : Math.Max(Math.Min(Rounds, FixedRounds), Rounds / workload.Lengthened);
    }

    /// <summary>Operations of a round for this child: the workload's own number, or as many as fill the round's time.</summary>
    public long Operations(BenchChild child)
    {
        if (child.Workload.FixedOperations is > 0 and long fixedOperations)
            return IsQuick ? child.Workload.QuickOperations : fixedOperations;

        double wanted = RoundMilliseconds * child.Workload.Lengthened * 1e6;
        long operations = 4_000;
        Child.Lap lap = child.Round(operations);
        while (lap.Nanoseconds < wanted / 4)
        {
            operations *= 4;
            lap = child.Round(operations);
        }
        operations = (long)(lap.Operations * wanted / lap.Nanoseconds);
        // The collector and most libraries touch fresh memory at first; what counts is how they go on.
        for (int i = 0; i < RoundsNotCounted; i++) child.Round(operations);
        return operations;
    }
}
