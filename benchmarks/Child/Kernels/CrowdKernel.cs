using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Many threads, each with small batches of its own.</summary>
internal sealed class CrowdKernel<TSource, THandle> : IKernel
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    private const int BatchesPerCall = 128, WarmBatches = 4;

    private readonly Crew _crew = new(WorkloadCatalog.Crowd);

    private readonly THandle[][] _held =
        [.. Enumerable.Range(0, WorkloadCatalog.Crowd).Select(_ => new THandle[WorkloadCatalog.CrowdBatch])];

    public void WarmUp() => _crew.Run(member => BatchLoop<TSource, THandle>.Run(_held[member], WarmBatches));

    public Lap Run(long operations)
    {
        long unit = (long)WorkloadCatalog.Crowd * WorkloadCatalog.CrowdBatch;
        long batches = Math.Max(1, operations / unit);
        _crew.Run(member => Batches(member, batches / 16 + 1));
        return new Lap(_crew.Run(member => Batches(member, batches)), batches * unit);
    }

    private void Batches(int member, long count)
    {
        THandle[] held = _held[member];
        for (; count > 0; count -= BatchesPerCall)
            BatchLoop<TSource, THandle>.Run(held, (int)Math.Min(count, BatchesPerCall));
    }
}
