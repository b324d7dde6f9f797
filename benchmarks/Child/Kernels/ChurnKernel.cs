using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Live blocks of many sizes, of which a random one is replaced at a time; the same blocks as in the C program. Each doubling from the
/// smallest size on is as likely as the others.</summary>
internal sealed unsafe class ChurnKernel<THeap> : LoopKernel
    where THeap : struct, IHeap
{
    private const int Sizes = 4096;

    // Outside the GC heap and without bound checks, as in C; neither is allocated by what is measured.
    private readonly int* _sizes = (int*)Marshal.AllocHGlobal(Sizes * sizeof(int));
    private readonly nint* _live;
    private readonly int _count;
    private ulong _state = Draw.SeedOf(0);
    private uint _turn;

    public ChurnKernel(int live, int smallest, int doublings)
        : base(operationsPerUnit: 1, unitsPerCall: 4096, warmUnits: 256)
    {
        _count = live;
        _live = (nint*)Marshal.AllocHGlobal(live * sizeof(nint));
        for (int i = 0; i < Sizes; i++) _sizes[i] = BlockSizes.OfDoublings(Draw.Next(ref _state), smallest, doublings);
        for (int i = 0; i < live; i++) _live[i] = NewBlock(_sizes[_turn++ % Sizes], i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void Units(int count)
    {
        int* sizes = _sizes;
        nint* live = _live;
        int most = _count;
        ulong state = _state;
        uint turn = _turn;
        for (int i = 0; i < count; i++)
        {
            nint* victim = live + Draw.Below(Draw.Next(ref state), most);
            THeap.Free(*victim);
            *victim = NewBlock(sizes[turn++ % Sizes], i);
        }
        _state = state;
        _turn = turn;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint NewBlock(int size, long value)
    {
        nint block = THeap.Alloc((nuint)size);
        Unsafe.WriteUnaligned((void*)block, value);
        Unsafe.WriteUnaligned((void*)(block + size - sizeof(long)), value);
        return block;
    }
}
