// Source: microsoft/garnet pull request 1168
// Closing a session disposed its buffer, and so did the code that closed the session.
using System;
using System.Buffers;

namespace Buggy
{
    static class Sessions
    {
        public static int Run(Func<Memory<byte>, int> command)
        {
            IMemoryOwner<byte> buffer = {|SLAB111:MemoryPool<byte>.Shared.Rent(512)|};
            int result = command(buffer.Memory);
            if (result < 0) buffer.Dispose();
            {|SLAB102:buffer.Dispose()|};
            return result;
        }
    }
}

namespace Mended
{
    static class Sessions
    {
        public static int Run(Func<Memory<byte>, int> command)
        {
            using IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(512);
            return command(buffer.Memory);
        }
    }
}
