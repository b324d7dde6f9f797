// Source: litedb-org/LiteDB pull request 1258
// A slice over a rented array was handed out to be read later, and the array went back to the pool as soon as the slice was made.
using System;
using System.Buffers;

namespace Buggy
{
    sealed class BufferSlice(byte[] array, int offset, int count)
    {
        public ReadOnlySpan<byte> Bytes => array.AsSpan(offset, count);
    }

    static class Pages
    {
        public static BufferSlice Load(ReadOnlySpan<byte> page)
        {
            byte[] array = ArrayPool<byte>.Shared.Rent(page.Length);
            page.CopyTo(array);
            BufferSlice slice = new(array, 0, page.Length);
            {|SLAB107:ArrayPool<byte>.Shared.Return(array)|};
            return slice;
        }
    }
}

namespace Mended
{
    sealed class BufferSlice(byte[] array, int count) : IDisposable
    {
        private byte[]? _array = array;

        public ReadOnlySpan<byte> Bytes => _array.AsSpan(0, count);

        public void Dispose()
        {
            byte[]? array = _array;
            _array = null;
            if (array is not null) ArrayPool<byte>.Shared.Return(array);
        }
    }

    static class Pages
    {
        public static BufferSlice Load(ReadOnlySpan<byte> page)
        {
            byte[] array = ArrayPool<byte>.Shared.Rent(page.Length);
            page.CopyTo(array);
            return new BufferSlice(array, page.Length);
        }
    }
}
