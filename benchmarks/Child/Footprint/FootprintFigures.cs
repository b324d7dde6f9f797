using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Footprint;

/// <summary>What caches and metadata take up at rest, by Slabwise's own statistics.</summary>
internal static class FootprintFigures
{
    // Generations are memory of the types' objects as far as the goal goes, and a page of 4 KiB a type; they have a line of their own.
    public static IEnumerable<KeyValuePair<string, double>> Of(int types)
    {
        SlabwiseStatistics now = SlabwiseStatistics.Capture();
        double share = (double)types * PossibleCpus.Count;
        return
        [
            new(Figure.Footprint, Math.Round((now.MetadataBytes + now.HandBytes) / share, 1)),
            new("withGenerations", Math.Round((now.MetadataBytes + now.HandBytes + now.GenerationBytes) / share, 1)),
            new("metadataBytes", now.MetadataBytes), new("handBytes", now.HandBytes), new("generationBytes", now.GenerationBytes),
        ];
    }
}
