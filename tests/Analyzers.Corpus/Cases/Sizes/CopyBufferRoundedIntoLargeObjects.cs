// Source: dotnet/runtime issue 43179
// 81,920 bytes were chosen to stay off the large object heap. From a pool that rounds to powers of two they become 131,072.
using System.Buffers;
using System.IO;

namespace Buggy
{
    static class Copier
    {
        public static void Copy(Stream from, Stream to)
        {
            byte[] buffer = {|SLAB303:ArrayPool<byte>.Shared.Rent(81_920)|};
            try
            {
                int read;
                while ((read = from.Read(buffer)) != 0) to.Write(buffer, 0, read);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}

namespace Mended
{
    static class Copier
    {
        public static void Copy(Stream from, Stream to)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(65_536);
            try
            {
                int read;
                while ((read = from.Read(buffer)) != 0) to.Write(buffer, 0, read);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
