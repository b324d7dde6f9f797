using System.Globalization;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>What follows from rounds that went through sizes in turn.</summary>
internal static class SweepFigures
{
    /// <summary>The largest ratio between neighbours, the larger of the two sizes in KiB, and the median of each size under its name.</summary>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<int> sizes, IReadOnlyList<double> samples)
    {
        double[] medians = [.. sizes.Select((_, size) => Quantiles.Median(samples.Where((_, sample) => sample % sizes.Count == size)))];
        double worst = 1;
        int at = 0;
        for (int size = 1; size < medians.Length; size++)
        {
            double ratio = Math.Max(medians[size] / medians[size - 1], medians[size - 1] / medians[size]);
            if (ratio > worst) (worst, at) = (ratio, size);
        }
        var figures = new Dictionary<string, double> { [Figure.NeighbourRatio] = Math.Round(worst, 2), ["atKiB"] = sizes[at] / 1024 };
        for (int size = 0; size < medians.Length; size++) figures[NameOf(sizes[size])] = Math.Round(medians[size], 1);
        return figures;
    }

    private static string NameOf(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024}K");
}
