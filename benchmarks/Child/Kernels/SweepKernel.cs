using System.Diagnostics;
using System.Runtime.CompilerServices;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Pairs of one size, touched at both ends; each round takes the next size of <see cref="EdgeSweep.Sizes"/>.</summary>
internal sealed unsafe class SweepKernel<THeap> : IKernel
    where THeap : struct, IHeap
{
    private const int PerCall = 4096, WarmPairs = 4;

    private int _turn;

    public void WarmUp()
    {
        foreach (int size in EdgeSweep.Sizes) Pairs(WarmPairs, size);
    }

    public Lap Run(long operations)
    {
        int size = EdgeSweep.Sizes[_turn++ % EdgeSweep.Sizes.Count];
        // Not timed: the first pairs of a size fetch what the others find.
        Repeat(operations / 4 + 1, size);
        long begun = Stopwatch.GetTimestamp();
        Repeat(operations, size);
        return new Lap(Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun), operations);
    }

    private static void Repeat(long pairs, int size)
    {
        for (; pairs > 0; pairs -= PerCall) Pairs((int)Math.Min(pairs, PerCall), size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pairs(int count, int size)
    {
        for (int i = 0; i < count; i++)
        {
            nint block = THeap.Alloc((nuint)size);
            *(long*)block = i;
            *(long*)(block + size - sizeof(long)) = i;
            THeap.Free(block);
        }
    }
}
