using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Live blocks of many sizes, of which a random one is replaced at a time; the same blocks as in the C program.</summary>
internal sealed unsafe class ChurnKernel<THeap> : LoopKernel
    where THeap : struct, IHeap
{
    private const int Smallest = 16, Doublings = 6, Sizes = 4096;

    // Outside the GC heap and without bound checks, as in C; neither is allocated by what is measured.
    private readonly int* _sizes = (int*)Marshal.AllocHGlobal(Sizes * sizeof(int));
    private readonly nint* _live = (nint*)Marshal.AllocHGlobal(WorkloadCatalog.LiveBlocks * sizeof(nint));
    private ulong _state = Draw.SeedOf(0);
    private uint _turn;

    /// <summary>Each doubling from 16 to 1,024 bytes is as likely as the others, and each size within it.</summary>
    public ChurnKernel()
        : base(operationsPerUnit: 1, unitsPerCall: 4096, warmUnits: 256)
    {
        for (int i = 0; i < Sizes; i++)
        {
            ulong drawn = Draw.Next(ref _state);
            int least = Smallest << (int)(drawn % Doublings);
            _sizes[i] = least + Draw.Below(drawn, least + 1);
        }
        for (int i = 0; i < WorkloadCatalog.LiveBlocks; i++) _live[i] = NewBlock(_sizes[_turn++ % Sizes], i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void Units(int count)
    {
        int* sizes = _sizes;
        nint* live = _live;
        ulong state = _state;
        uint turn = _turn;
        for (int i = 0; i < count; i++)
        {
            nint* victim = live + Draw.Below(Draw.Next(ref state), WorkloadCatalog.LiveBlocks);
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
