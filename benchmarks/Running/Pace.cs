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
        if (workload.Acts.Count > 0) return 1;
        if (workload.Sweep.Count > 0) return FixedRounds * workload.Sweep.Count;
        // Long rounds are fewer: what they average over, they need not repeat.
        return workload.FixedOperations > 0 ? FixedRounds : Math.Max(Math.Min(Rounds, FixedRounds), Rounds / workload.Lengthened);
    }

    /// <summary>How long nobody calls an allocator after an act.</summary>
    public TimeSpan Rest(Act act) => act.RestInDecays * (IsQuick ? Decay.Short : Decay.Usual);

    /// <summary>The allocator as this pace runs it: rests that are short want a short decay.</summary>
    public Allocator Adapted(Allocator allocator, Workload workload) => IsQuick && workload.Acts.Count > 0 ? Decay.Shortened(allocator) : allocator;

    /// <summary>How many processes of a workload may live at the same time; all of them, unless two thirds of the memory would not do.</summary>
    public int Together(Workload workload)
    {
        if (workload.MostMiB == 0) return int.MaxValue;
        double most = (double)workload.MostMiB * (IsQuick ? workload.QuickOperations : workload.FixedOperations) / workload.FixedOperations;
        return Math.Max(1, (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576.0 * 2 / 3 / most));
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
