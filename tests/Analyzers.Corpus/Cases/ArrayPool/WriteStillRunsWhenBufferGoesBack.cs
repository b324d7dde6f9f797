// Source: justcoding121/titanium-web-proxy pull request 546
// The write was started and its task handed to the caller, while the finally block already returned the buffer: headers of other
// connections appeared in the stream.
using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Buggy
{
    sealed class LineWriter(Stream stream)
    {
        public Task WriteAsync(string value, CancellationToken token)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.ASCII.GetMaxByteCount(value.Length));
            try
            {
                int length = Encoding.ASCII.GetBytes(value, buffer);
                return stream.WriteAsync(buffer, 0, length, token);
            }
            finally
            {
                {|SLAB118:ArrayPool<byte>.Shared.Return(buffer)|};
            }
        }
    }
}

namespace Mended
{
    sealed class LineWriter(Stream stream)
    {
        public async Task WriteAsync(string value, CancellationToken token)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.ASCII.GetMaxByteCount(value.Length));
            try
            {
                int length = Encoding.ASCII.GetBytes(value, buffer);
                await stream.WriteAsync(buffer.AsMemory(0, length), token);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
