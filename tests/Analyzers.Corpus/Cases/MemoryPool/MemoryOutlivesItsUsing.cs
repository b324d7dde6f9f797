// Source: SixLabors/ImageSharp pull request 1419
// Memory that a using disposes is handed to something that goes on using it: an image over a rented buffer, in the case that the
// documentation had to warn of.
using System;
using System.Buffers;

namespace Buggy
{
    static class Pixels
    {
        public static Memory<byte> Load(ReadOnlySpan<byte> file)
        {
            using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(file.Length);
            file.CopyTo(owner.Memory.Span);
            return {|SLAB118:owner.Memory[..file.Length]|};
        }
    }
}

namespace Mended
{
    static class Pixels
    {
        public static IMemoryOwner<byte> Load(ReadOnlySpan<byte> file)
        {
            IMemoryOwner<byte>? owner = MemoryPool<byte>.Shared.Rent(file.Length);
            try
            {
                file.CopyTo(owner.Memory.Span);
                IMemoryOwner<byte> loaded = owner;
                owner = null;
                return loaded;
            }
            finally
            {
                owner?.Dispose();
            }
        }
    }
}
