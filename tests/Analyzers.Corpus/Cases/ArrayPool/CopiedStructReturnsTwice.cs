// Source: ooples/AiDotNet.Tensors pull request 402
// The rental is a struct: its copies each hold the array, and nulling the field of one tells the others nothing.
using System;
using System.Buffers;

namespace Buggy
{
    readonly struct ScratchRent(int length) : IDisposable
    {
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(length);

        public Span<byte> Bytes => _buffer;

        public void Dispose() => {|SLAB115:ArrayPool<byte>.Shared.Return(_buffer)|};
    }
}

namespace Mended
{
    sealed class ScratchRent(int length) : IDisposable
    {
        private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(length);

        public Span<byte> Bytes => _buffer;

        public void Dispose()
        {
            if (_buffer is { } buffer)
            {
                _buffer = null;
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
