using System.Runtime.CompilerServices;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>Blocks of a heap, of the size that is wanted.</summary>
internal readonly unsafe struct HeapBlocks<THeap> : IBlocks<nint>
    where THeap : struct, IHeap
{
    private const int PageBytes = 4096;

    public static int BytesOf(int wanted) => wanted;

    public static nint Rent(int bytes) => THeap.Alloc((nuint)bytes);

    public static void Touch(nint handle, int bytes)
    {
        for (int at = 0; at < bytes; at += PageBytes) *(byte*)(handle + at) = 1;
        Unsafe.WriteUnaligned((void*)(handle + bytes - sizeof(long)), (long)bytes);
    }

    public static void Return(nint handle) => THeap.Free(handle);
}
