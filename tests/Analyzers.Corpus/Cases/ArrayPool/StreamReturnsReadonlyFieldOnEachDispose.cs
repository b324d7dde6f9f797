// Source: oleg-st/ZstdSharp issue 8
// Streams are disposed twice all the time, by a reader and by its owner. This one put its buffer into the shared pool each time.
using System;
using System.Buffers;
using System.IO;

namespace Buggy
{
    sealed class InflateStream(Stream inner) : Stream
    {
        private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(4096);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                {|SLAB115:ArrayPool<byte>.Shared.Return(_input)|};
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = inner.Read(_input, 0, Math.Min(count, 4096));
            _input.AsSpan(0, read).CopyTo(buffer.AsSpan(offset));
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

namespace Mended
{
    sealed class InflateStream(Stream inner) : Stream
    {
        private byte[]? _input = ArrayPool<byte>.Shared.Rent(4096);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                byte[]? input = _input;
                _input = null;
                if (input is not null) ArrayPool<byte>.Shared.Return(input);
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            ObjectDisposedException.ThrowIf(_input is null, this);
            int read = inner.Read(_input, 0, Math.Min(count, 4096));
            _input.AsSpan(0, read).CopyTo(buffer.AsSpan(offset));
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
