using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>What follows from the resident sizes that were read in a scene.</summary>
internal static class SceneFigures
{
    /// <summary>Growth that is the process's own and no allocator's: so much of what was there before, and so many MiB at least.</summary>
    private const double AllowedShare = 0.05, AllowedMiB = 8;

    /// <summary>The readings, and what stayed between the first one and the last where there are both.</summary>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyDictionary<string, double> readings, double allocatedMiB)
    {
        var figures = readings.ToDictionary(r => r.Key, r => Math.Round(r.Value, 1));
        if (!readings.TryGetValue(Figure.RssBefore, out double before) || !readings.TryGetValue(Figure.RssAfter, out double after)) return figures;
        double kept = Math.Max(0, after - before);
        figures[Figure.Kept] = Math.Round(kept, 1);
        figures[Figure.KeptPercent] = Math.Round(100 * kept / allocatedMiB, 2);
        figures[Figure.KeptOfAllowed] = Math.Round(kept / Math.Max(AllowedShare * before, AllowedMiB), 3);
        return figures;
    }
}
