using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>A heap that takes a size and gives a block.</summary>
internal interface IHeap
{
    static abstract nint Alloc(nuint bytes);

    static abstract void Free(nint block);
}

/// <summary><see cref="NativeMemory"/>, and with it whatever malloc the process was started with.</summary>
internal readonly unsafe struct MallocHeap : IHeap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Alloc(nuint bytes) => (nint)NativeMemory.Alloc(bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Free(nint block) => NativeMemory.Free((void*)block);
}

/// <summary>Blocks of 64 bytes of a heap.</summary>
internal readonly unsafe struct SizedSource<THeap> : ISource<nint>
    where THeap : struct, IHeap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Rent() => THeap.Alloc(64);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(nint handle, long value)
    {
        ((long*)handle)[0] = value;
        ((long*)handle)[7] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(nint handle) => THeap.Free(handle);
}
