// Source: Azure/azure-sdk-for-net issue 62688
// The flag that says "disposed" is set but never asked, so a second Dispose returns the region's buffer again.
using System;
using System.Buffers;
using System.IO;

namespace Buggy
{
    class RegionWriter : IDisposable
    {
        private readonly Stream _inner;
        private readonly byte[] _region;
        private int _filled;
        private bool _disposed;

        public RegionWriter(Stream inner, int regionSize)
        {
            _inner = inner;
            _region = ArrayPool<byte>.Shared.Rent(regionSize);
        }

        public void Add(byte value)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _region[_filled++] = value;
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Write(_region, 0, _filled);
                {|SLAB115:ArrayPool<byte>.Shared.Return(_region, clearArray: true)|};
                _disposed = true;
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }
    }
}

namespace Mended
{
    class RegionWriter : IDisposable
    {
        private readonly Stream _inner;
        private readonly byte[] _region;
        private int _filled;
        private bool _disposed;

        public RegionWriter(Stream inner, int regionSize)
        {
            _inner = inner;
            _region = ArrayPool<byte>.Shared.Rent(regionSize);
        }

        public void Add(byte value)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _region[_filled++] = value;
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                _inner.Write(_region, 0, _filled);
                ArrayPool<byte>.Shared.Return(_region, clearArray: true);
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }
    }
}
