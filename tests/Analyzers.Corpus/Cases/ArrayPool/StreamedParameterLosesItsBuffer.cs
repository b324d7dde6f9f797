// Source: dotnet/SqlClient commit c16adb7a1
// A parameter of unknown length is copied through a rental. The end of its stream ends the method, too.
using System.Buffers;
using System.IO;

namespace Buggy
{
    static class Feeds
    {
        public static int Write(Stream feed, Stream output, int limit)
        {
            byte[] buffer = {|SLAB101:ArrayPool<byte>.Shared.Rent(4096)|};
            int total = 0;
            while (true)
            {
                int read = feed.Read(buffer, 0, 4096);
                if (read == 0)
                {
                    return total;
                }

                output.Write(buffer, 0, read);
                total += read;
                if (total >= limit) break;
            }

            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            return limit;
        }
    }
}

namespace Mended
{
    static class Feeds
    {
        public static int Write(Stream feed, Stream output, int limit)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
            int total = 0;
            while (true)
            {
                int read = feed.Read(buffer, 0, 4096);
                if (read == 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    return total;
                }

                output.Write(buffer, 0, read);
                total += read;
                if (total >= limit) break;
            }

            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            return limit;
        }
    }
}
