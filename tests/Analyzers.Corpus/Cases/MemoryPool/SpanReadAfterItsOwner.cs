// Source: apache/arrow-dotnet pull request 406
// A span is taken from a buffer, the buffer is disposed, and the span is read: nothing in the types prevents it.
using System;
using System.Buffers;

namespace Buggy
{
    static class Columns
    {
        public static int Sum(ReadOnlySpan<byte> bytes)
        {
            IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(bytes.Length);
            Span<byte> values = owner.Memory.Span[..bytes.Length];
            bytes.CopyTo(values);
            owner.Dispose();
            int sum = 0;
            for (int i = 0; i < bytes.Length; i++) sum += {|SLAB103:values[i]|};
            return sum;
        }
    }
}

namespace Mended
{
    static class Columns
    {
        public static int Sum(ReadOnlySpan<byte> bytes)
        {
            using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(bytes.Length);
            Span<byte> values = owner.Memory.Span[..bytes.Length];
            bytes.CopyTo(values);
            int sum = 0;
            for (int i = 0; i < bytes.Length; i++) sum += values[i];
            return sum;
        }
    }
}
