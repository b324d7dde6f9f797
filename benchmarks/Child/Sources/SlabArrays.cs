using System.Buffers;
using Slabwise.Benchmarks.Child.Kernels;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>The pool of arrays in finer classes. It stands on the framework's pool until SlabArrayPool is there to be called.</summary>
internal readonly struct SlabArrays : IByteArrays
{
    public static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);

    public static void Return(byte[] array) => ArrayPool<byte>.Shared.Return(array);
}
