// Source: Azure/azure-sdk-for-net pull request 54461
// A checksum was read into a rented array and compared as a whole with one of the right length: equal digests differed.
using System;
using System.Buffers;
using System.IO;

namespace Buggy
{
    static class Checksum
    {
        public static bool Matches(Stream stream, ReadOnlySpan<byte> expected)
        {
            byte[] actual = ArrayPool<byte>.Shared.Rent(expected.Length);
            try
            {
                stream.ReadExactly(actual, 0, expected.Length);
                return {|SLAB113:actual.AsSpan()|}.SequenceEqual(expected);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(actual);
            }
        }
    }
}

namespace Mended
{
    static class Checksum
    {
        public static bool Matches(Stream stream, ReadOnlySpan<byte> expected)
        {
            byte[] actual = ArrayPool<byte>.Shared.Rent(expected.Length);
            try
            {
                stream.ReadExactly(actual, 0, expected.Length);
                return actual.AsSpan(0, expected.Length).SequenceEqual(expected);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(actual);
            }
        }
    }
}
