using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Rent, touch, return, where the return is the end of a using statement and so lies in a finally block.</summary>
internal sealed class UsingKernel<TSource, TLease>() : LoopKernel(operationsPerUnit: 1, unitsPerCall: 4096, warmUnits: 256)
    where TSource : struct, ILeaseSource<TLease>
    where TLease : struct, IDisposable, allows ref struct
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void Units(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using TLease lease = TSource.Lease();
            TSource.Touch(in lease, i);
        }
    }
}
