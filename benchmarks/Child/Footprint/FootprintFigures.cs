using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Footprint;

/// <summary>What caches and metadata take up at rest, by Slabwise's own statistics.</summary>
internal static class FootprintFigures
{
    public static IEnumerable<KeyValuePair<string, double>> Of(int types)
    {
        SlabwiseStatistics now = SlabwiseStatistics.Capture();
        (double hands, double generations) = ResidentOf(now);
        double all = now.MetadataBytes + hands + generations;
        return
        [
            new(Figure.Footprint, Math.Round(all / types / PossibleCpus.Count, 1)),
            new("metadataBytes", now.MetadataBytes), new("handBytes", hands), new("generationBytes", generations),
        ];
    }

    // An estimate from outside, as long as the statistics do not give it: a hand of a pool of small objects has 96 slots and a head of
    // 64 bytes, and a side array of generations whose first slab was used has one page.
    private static (double Hands, double Generations) ResidentOf(SlabwiseStatistics now) =>
        (now.Pools.Sum(p => (long)p.Hands) * 512.0, now.Pools.Count * (double)Environment.SystemPageSize);
}
