using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child;

/// <summary>
/// What a pool of managed arrays holds, and how often it made the collector look at everything. Live bytes are
/// <see cref="GC.GetTotalMemory"/> after it has collected until the figure settles: arrays that a pool keeps stay,
/// arrays that it let go of are gone. The size of the heap itself would count the collector's own reserves.
/// </summary>
internal sealed class ManagedFigures : IKeptFigures
{
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private int? _fullBefore;

    public void BeginRound() => _fullBefore ??= GC.CollectionCount(2);

    public IEnumerable<KeyValuePair<string, double>> AtRest()
    {
        int full = GC.CollectionCount(2) - (_fullBefore ?? 0);
        return
        [
            new(Figure.FullCollections, full),
            new(Figure.Held, Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - _before)),
        ];
    }
}
