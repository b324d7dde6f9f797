// Source: DSharpPlus/DSharpPlus pull request 2167
// The body of a request is read into a rental that the caller gets. Where the request is refused, nobody gets it.
using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Buggy
{
    static class Webhooks
    {
        public static async Task<(int Length, byte[]? Body)> ReadAsync(Stream request, int length, string? signature, CancellationToken cancellation)
        {
            byte[] body = {|SLAB101:ArrayPool<byte>.Shared.Rent(length)|};
            await request.ReadExactlyAsync(body.AsMemory(0, length), cancellation);
            if (signature is null)
            {
                return (-1, null);
            }

            return (length, body);
        }
    }
}

namespace Mended
{
    static class Webhooks
    {
        public static async Task<(int Length, byte[]? Body)> ReadAsync(Stream request, int length, string? signature, CancellationToken cancellation)
        {
            byte[] body = ArrayPool<byte>.Shared.Rent(length);
            await request.ReadExactlyAsync(body.AsMemory(0, length), cancellation);
            if (signature is null)
            {
                ArrayPool<byte>.Shared.Return(body);
                return (-1, null);
            }

            return (length, body);
        }
    }
}
