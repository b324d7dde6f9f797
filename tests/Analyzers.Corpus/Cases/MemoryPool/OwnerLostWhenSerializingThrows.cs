// Source: Gremlinq/ExRam.Gremlinq pull request 1398
// A message is serialized into rented memory that the caller will dispose. Where serializing throws, there is no caller with it.
using System;
using System.Buffers;

namespace Buggy
{
    static class Messages
    {
        public static IMemoryOwner<byte> Serialize(string text, Func<string, Memory<byte>, int> write)
        {
            IMemoryOwner<byte> owner = {|SLAB111:MemoryPool<byte>.Shared.Rent(text.Length * 3)|};
            write(text, owner.Memory);
            return owner;
        }
    }
}

namespace Mended
{
    static class Messages
    {
        public static IMemoryOwner<byte> Serialize(string text, Func<string, Memory<byte>, int> write)
        {
            IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(text.Length * 3);
            try
            {
                write(text, owner.Memory);
                return owner;
            }
            catch
            {
                owner.Dispose();
                throw;
            }
        }
    }
}
