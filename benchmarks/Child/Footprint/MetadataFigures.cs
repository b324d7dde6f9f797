using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Footprint;

/// <summary>Bookkeeping beside what it keeps books on, by Slabwise's own statistics.</summary>
internal static class MetadataFigures
{
    /// <summary>Metadata as a part of mapped bytes; generations and the heap's bytes of state have their own lines.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(SlabwiseStatistics now) =>
    [
        new(Figure.Metadata, now.MappedBytes == 0 ? double.NaN : Math.Round(100.0 * now.MetadataBytes / now.MappedBytes, 4)),
        new("metadataBytes", now.MetadataBytes), new("mappedBytes", now.MappedBytes), new("handBytes", now.HandBytes),
        new("generationBytes", now.GenerationBytes), new("stateBytes", now.Pools.Where(IsHeapClass).Sum(p => p.MappedBytes / p.ObjectBytes)),
    ];

    /// <summary>What generations hold, which outlive the pages of their objects; nothing where no pool was used.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Generations() =>
        SlabwiseStatistics.Capture() is { Pools.Count: > 0 } now
            ? [new("generationMiB", Math.Round(now.GenerationBytes / 1048576.0, 1)), new("residentMiB", Math.Round(now.ResidentBytes / 1048576.0, 1))]
            : [];

    // The heap keeps a byte a slot, which its statistics count nowhere else.
    private static bool IsHeapClass(PoolStatistics pool) => pool.ObjectBytes > 0 && pool.Name.StartsWith("heap ", StringComparison.Ordinal);
}
