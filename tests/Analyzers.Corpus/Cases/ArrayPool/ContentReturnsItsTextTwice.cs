// Source: Azure/azure-sdk-for-net issue 55474
// A request's content rented an array for its encoded text. The pipeline disposed the content, and so did the caller's using.
using System;
using System.Buffers;
using System.IO;
using System.Text;

namespace Buggy
{
    sealed class TextContent : IDisposable
    {
        private readonly byte[] _buffer;
        private readonly int _length;

        public TextContent(string text)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
            _length = Encoding.UTF8.GetBytes(text, _buffer);
        }

        public void WriteTo(Stream stream) => stream.Write(_buffer, 0, _length);

        public void Dispose()
        {
            {|SLAB115:ArrayPool<byte>.Shared.Return(_buffer, clearArray: true)|};
        }
    }
}

namespace Mended
{
    sealed class TextContent : IDisposable
    {
        private readonly int _length;
        private byte[]? _buffer;

        public TextContent(string text)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
            _length = Encoding.UTF8.GetBytes(text, _buffer);
        }

        public void WriteTo(Stream stream)
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            stream.Write(_buffer, 0, _length);
        }

        public void Dispose()
        {
            byte[]? buffer = System.Threading.Interlocked.Exchange(ref _buffer, null);
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
