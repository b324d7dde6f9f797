using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary><see cref="NativeHeap"/>.</summary>
internal readonly unsafe struct SlabHeap : IHeap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Alloc(nuint bytes) => (nint)NativeHeap.Alloc(bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Free(nint block) => NativeHeap.Free((void*)block);
}
