using System.Buffers;
using System.Runtime.CompilerServices;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>A pool of byte arrays, behind calls that the JIT can resolve.</summary>
internal interface IByteArrays
{
    static abstract byte[] Rent(int length);

    static abstract void Return(byte[] array);
}

/// <summary>The framework's shared <see cref="ArrayPool{T}"/>.</summary>
internal readonly struct SharedArrays : IByteArrays
{
    public static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);

    public static void Return(byte[] array) => ArrayPool<byte>.Shared.Return(array);
}

/// <summary>Arrays of the lengths of <see cref="ArrayLengths"/>; the first and the last eight bytes are written.</summary>
internal readonly struct ArrayMix<TArrays> : IMixSource<ArrayHandle>
    where TArrays : struct, IByteArrays
{
    public static bool HasTides => true;

    public static ArrayHandle Rent(ulong drawn) => new(TArrays.Rent(ArrayLengths.Of(drawn)));

    public static void Touch(ArrayHandle handle, long value)
    {
        byte[] array = handle.Array;
        Unsafe.WriteUnaligned(ref array[0], value);
        Unsafe.WriteUnaligned(ref array[^8], value);
    }

    public static void Return(ArrayHandle handle) => TArrays.Return(handle.Array);
}
