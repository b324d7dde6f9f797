// Source: grpc/grpc-dotnet issue 2590
// A message wraps a rented array without a copy. The write's task ends when the message is queued, not when its bytes were sent.
// Limit: that a library goes on reading after its task has ended can't be seen in the caller.
using System;
using System.Buffers;
using System.IO;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Buggy
{
    sealed class Reply(ReadOnlyMemory<byte> bytes)
    {
        public ReadOnlyMemory<byte> Bytes => bytes;
    }

    sealed class FileService(ChannelWriter<Reply> responses)
    {
        public async Task SendAsync(Stream file, int length)
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                int read = await file.ReadAsync(scratch.AsMemory(0, length));
                await responses.WriteAsync(new Reply(scratch.AsMemory(0, read)));
            }
            finally
            {
                {|NotFound:ArrayPool<byte>.Shared.Return(scratch)|};
            }
        }
    }
}

namespace Mended
{
    sealed class Reply(ReadOnlyMemory<byte> bytes)
    {
        public ReadOnlyMemory<byte> Bytes => bytes;
    }

    sealed class FileService(ChannelWriter<Reply> responses)
    {
        public async Task SendAsync(Stream file, int length)
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                int read = await file.ReadAsync(scratch.AsMemory(0, length));
                await responses.WriteAsync(new Reply(scratch.AsSpan(0, read).ToArray()));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        }
    }
}
