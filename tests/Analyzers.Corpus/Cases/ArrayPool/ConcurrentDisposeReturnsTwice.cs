// Source: dotnet/corefx issue 39930
// Two threads may dispose a document at once: both see the field before either clears it, and both return the array.
// Limit: two calls that race are beyond any analysis of one call; a field that is tested and then cleared counts as guarded.
using System;
using System.Buffers;
using System.Threading;

namespace Buggy
{
    sealed class Document : IDisposable
    {
        private byte[]? _text = ArrayPool<byte>.Shared.Rent(1024);

        public void Dispose()
        {
            if (_text is null) return;
            {|NotFound:ArrayPool<byte>.Shared.Return(_text, clearArray: true)|};
            _text = null;
        }
    }
}

namespace Mended
{
    sealed class Document : IDisposable
    {
        private byte[]? _text = ArrayPool<byte>.Shared.Rent(1024);

        public void Dispose()
        {
            byte[]? text = Interlocked.Exchange(ref _text, null);
            if (text is not null) ArrayPool<byte>.Shared.Return(text, clearArray: true);
        }
    }
}
