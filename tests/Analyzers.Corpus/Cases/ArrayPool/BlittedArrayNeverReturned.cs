// Source: Cysharp/MagicOnion issue 535
// A formatter copies a payload into a rented array before it reinterprets it, and nobody returns the array.
using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class BlitFormatter
    {
        public static int[] Deserialize(in ReadOnlySequence<byte> payload)
        {
            int length = (int)payload.Length;
            if (payload.IsSingleSegment) return MemoryMarshal.Cast<byte, int>(payload.FirstSpan).ToArray();

            byte[] joined = {|SLAB101:ArrayPool<byte>.Shared.Rent(length)|};
            payload.CopyTo(joined);
            return MemoryMarshal.Cast<byte, int>(joined.AsSpan(0, length)).ToArray();
        }
    }
}

namespace Mended
{
    static class BlitFormatter
    {
        public static int[] Deserialize(in ReadOnlySequence<byte> payload)
        {
            int length = (int)payload.Length;
            if (payload.IsSingleSegment) return MemoryMarshal.Cast<byte, int>(payload.FirstSpan).ToArray();

            byte[] joined = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                payload.CopyTo(joined);
                return MemoryMarshal.Cast<byte, int>(joined.AsSpan(0, length)).ToArray();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(joined);
            }
        }
    }
}
