using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>The loops over batches that the single-threaded and the crowded workload share.</summary>
internal static class BatchLoop<TSource, THandle>
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(THandle[] held, int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            RentAll(held);
            ReturnAll(held);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RentAll(Span<THandle> held)
    {
        for (int i = 0; i < held.Length; i++)
        {
            THandle handle = TSource.Rent();
            TSource.Touch(handle, i);
            held[i] = handle;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReturnAll(ReadOnlySpan<THandle> held)
    {
        for (int i = 0; i < held.Length; i++) TSource.Return(held[i]);
    }
}
