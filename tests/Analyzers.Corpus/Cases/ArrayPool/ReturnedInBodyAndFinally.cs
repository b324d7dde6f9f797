// Source: Efferent-Health/fo-dicom.Codecs pull request 134
// The encoder returned its scratch array when it was done with it, and the finally block returned it again. Two later encoders got the
// same array and wrote over each other's images.
using System;
using System.Buffers;

namespace Buggy
{
    static class Encoder
    {
        public static byte[] Encode(ReadOnlySpan<byte> pixels)
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(pixels.Length + 1024);
            try
            {
                int written = Compress(pixels, scratch);
                byte[] image = scratch.AsSpan(0, written).ToArray();
                ArrayPool<byte>.Shared.Return(scratch);
                return image;
            }
            finally
            {
                {|SLAB102:ArrayPool<byte>.Shared.Return(scratch)|};
            }
        }

        private static int Compress(ReadOnlySpan<byte> from, Span<byte> to)
        {
            from.CopyTo(to);
            return from.Length;
        }
    }
}

namespace Mended
{
    static class Encoder
    {
        public static byte[] Encode(ReadOnlySpan<byte> pixels)
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(pixels.Length + 1024);
            try
            {
                int written = Compress(pixels, scratch);
                return scratch.AsSpan(0, written).ToArray();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        }

        private static int Compress(ReadOnlySpan<byte> from, Span<byte> to)
        {
            from.CopyTo(to);
            return from.Length;
        }
    }
}
