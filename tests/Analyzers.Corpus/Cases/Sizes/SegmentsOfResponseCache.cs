// Source: aspnet/ResponseCaching pull request 146
// Cached bodies were cut into segments of 84 KiB to keep them off the large object heap, which starts at 85,000 bytes with the header.
using System;
using System.Collections.Generic;

namespace Buggy
{
    static class Segments
    {
        public static List<byte[]> Cut(ReadOnlySpan<byte> body)
        {
            List<byte[]> segments = [];
            for (; !body.IsEmpty; body = body[Math.Min(body.Length, 84 * 1024)..])
            {
                byte[] segment = {|SLAB303:new byte[84 * 1024]|};
                body[..Math.Min(body.Length, segment.Length)].CopyTo(segment);
                segments.Add(segment);
            }

            return segments;
        }
    }
}

namespace Mended
{
    static class Segments
    {
        private const int Size = 80 * 1024;

        public static List<byte[]> Cut(ReadOnlySpan<byte> body)
        {
            List<byte[]> segments = [];
            for (; !body.IsEmpty; body = body[Math.Min(body.Length, Size)..])
            {
                byte[] segment = new byte[Size];
                body[..Math.Min(body.Length, segment.Length)].CopyTo(segment);
                segments.Add(segment);
            }

            return segments;
        }
    }
}
