using Slabwise.Benchmarks.Child.Kernels;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>The pool of arrays in finer classes.</summary>
internal readonly struct SlabArrays : IByteArrays
{
    public static byte[] Rent(int length) => SlabArrayPool<byte>.Shared.Rent(length);

    public static void Return(byte[] array) => SlabArrayPool<byte>.Shared.Return(array);
}
