// Source: apache/arrow-dotnet issue 397
// The span does not keep its buffer alive. A collection between taking and reading it runs the finalizer, which frees the memory.
// Limit: what the collector may do between two statements is not followed.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    unsafe sealed class NativeBuffer(int length)
    {
        private readonly byte* _start = (byte*)NativeMemory.AllocZeroed((nuint)length);

        public Span<byte> Span => new(_start, length);

        ~NativeBuffer() => NativeMemory.Free(_start);
    }

    static class Reader
    {
        public static int Last(int length)
        {
            Span<byte> span = {|NotFound:new NativeBuffer(length).Span|};
            return span[^1];
        }
    }
}

namespace Mended
{
    unsafe sealed class NativeBuffer(int length)
    {
        private readonly byte* _start = (byte*)NativeMemory.AllocZeroed((nuint)length);

        public Span<byte> Span => new(_start, length);

        ~NativeBuffer() => NativeMemory.Free(_start);
    }

    static class Reader
    {
        public static int Last(int length)
        {
            NativeBuffer buffer = new(length);
            int last = buffer.Span[^1];
            GC.KeepAlive(buffer);
            return last;
        }
    }
}
