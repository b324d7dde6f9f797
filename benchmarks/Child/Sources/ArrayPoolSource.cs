using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Benchmarks.Child.Sources;

internal readonly struct ArrayHandle(byte[] array)
{
    public readonly byte[] Array = array;
}

/// <summary>Arrays of 64 bytes of the shared <see cref="ArrayPool{T}"/>.</summary>
internal readonly struct ArrayPoolSource : ISource<ArrayHandle>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayHandle Rent() => new(ArrayPool<byte>.Shared.Rent(64));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ArrayHandle handle, long value)
    {
        ref byte first = ref MemoryMarshal.GetArrayDataReference(handle.Array);
        Unsafe.WriteUnaligned(ref first, value);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref first, 56), value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(ArrayHandle handle) => ArrayPool<byte>.Shared.Return(handle.Array);
}
