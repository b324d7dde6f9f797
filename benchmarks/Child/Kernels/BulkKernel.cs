using System.Runtime.CompilerServices;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>A batch rented by one call, touched, and returned by one call.</summary>
internal sealed class BulkKernel<TSource, THandle>() : LoopKernel(WorkloadCatalog.Batch, unitsPerCall: 16, warmUnits: 1)
    where TSource : struct, IBulkSource<THandle>
    where THandle : struct
{
    private readonly THandle[] _held = new THandle[WorkloadCatalog.Batch];

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void Units(int count)
    {
        for (int batch = 0; batch < count; batch++)
        {
            Span<THandle> held = _held;
            TSource.Rent(held);
            for (int i = 0; i < held.Length; i++) TSource.Touch(held[i], i);
            TSource.Return(held);
        }
    }
}
