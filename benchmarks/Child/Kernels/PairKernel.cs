using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Rent, touch, return, in a bare method.</summary>
internal sealed class PairKernel<TSource, THandle>() : LoopKernel(operationsPerUnit: 1, unitsPerCall: 4096, warmUnits: 256)
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void Units(int count)
    {
        for (int i = 0; i < count; i++)
        {
            THandle handle = TSource.Rent();
            TSource.Touch(handle, i);
            TSource.Return(handle);
        }
    }
}
