// Source: MichaCo/DnsClient.NET pull request 25
// The holder of a datagram's buffer could be disposed twice. In between another client had rented the buffer, and a third one got it too.
using System;
using System.Buffers;

namespace Buggy
{
    sealed class PooledBytes : IDisposable
    {
        private readonly ArrayPool<byte> _pool;
        private byte[] _buffer;

        public PooledBytes(ArrayPool<byte> pool, int length)
        {
            _pool = pool;
            _buffer = pool.Rent(length);
        }

        public byte[] Buffer => _buffer;

        public void Dispose() => {|SLAB115:_pool.Return(_buffer)|};
    }
}

namespace Mended
{
    sealed class PooledBytes : IDisposable
    {
        private readonly ArrayPool<byte> _pool;
        private byte[]? _buffer;

        public PooledBytes(ArrayPool<byte> pool, int length)
        {
            _pool = pool;
            _buffer = pool.Rent(length);
        }

        public byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(PooledBytes));

        public void Dispose()
        {
            if (_buffer is null) return;
            _pool.Return(_buffer);
            _buffer = null;
        }
    }
}
