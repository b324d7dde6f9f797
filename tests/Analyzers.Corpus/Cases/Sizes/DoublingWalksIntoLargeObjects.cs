// Source: protobuf-net/protobuf-net issue 301
// A serializer's buffer doubles from 64 KiB to 128 KiB for each message that is a little larger, and the larger one is never reused.
using System;
using System.Collections.Generic;

namespace Buggy
{
    static class Writer
    {
        public static int Fill(Func<byte[], int, int> write)
        {
            byte[] buffer = new byte[1024];
            int length = 0;
            while (true)
            {
                int written = write(buffer, length);
                if (written == 0) return length;
                length += written;
                if (length == buffer.Length)
                {
                    byte[] larger = {|SLAB305:new byte[buffer.Length * 2]|};
                    buffer.CopyTo(larger, 0);
                    buffer = larger;
                }
            }
        }
    }
}

namespace Mended
{
    static class Writer
    {
        public static int Fill(Func<byte[], int, int> write)
        {
            List<byte[]> segments = [new byte[64 * 1024]];
            int length = 0, total = 0;
            while (true)
            {
                int written = write(segments[^1], length);
                if (written == 0) return total;
                length += written;
                total += written;
                if (length == segments[^1].Length)
                {
                    segments.Add(new byte[64 * 1024]);
                    length = 0;
                }
            }
        }
    }
}
