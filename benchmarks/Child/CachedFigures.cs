using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child;

/// <summary>Idle slots in hands and CPU blocks by Slabwise's own statistics; none where no pool was used.</summary>
internal sealed class CachedFigures : IKeptFigures
{
    // A pool of classes does not say how large its objects are; these are the kernels'.
    private const int ClassBytes = 64;

    public void BeginRound()
    {
    }

    public IEnumerable<KeyValuePair<string, double>> AtRest()
    {
        IReadOnlyList<PoolStatistics> pools = SlabwiseStatistics.Capture().Pools;
        if (pools.Count == 0) return [];
        double bytes = pools.Sum(p => p.Cached * (double)(p.ObjectBytes == 0 ? ClassBytes : p.ObjectBytes));
        return [new(Figure.Cached, bytes), new(Figure.CachedPerCpu, Math.Round(bytes / PossibleCpus.Count))];
    }
}
