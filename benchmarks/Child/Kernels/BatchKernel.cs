using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>A batch rented one by one, then returned one by one in the same order.</summary>
internal sealed class BatchKernel<TSource, THandle>() : LoopKernel(WorkloadCatalog.Batch, unitsPerCall: 16, warmUnits: 1)
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    private readonly THandle[] _held = new THandle[WorkloadCatalog.Batch];

    protected override void Units(int count) => BatchLoop<TSource, THandle>.Run(_held, count);
}
