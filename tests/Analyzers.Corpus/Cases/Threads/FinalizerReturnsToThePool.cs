// Source: Raffinert/FuzzySharp pull request 15
// A finalizer gave a rented array to the pool. By then the array may be in somebody else's hands already, and the collector would have
// taken it anyway.
using System;
using System.Buffers;

namespace Buggy
{
    sealed class PatternMatch : IDisposable
    {
        private int[]? _bits = ArrayPool<int>.Shared.Rent(256);

        public int this[int i] => _bits![i];

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        ~PatternMatch()
        {
            if (_bits is not null) {|SLAB204:ArrayPool<int>.Shared.Return(_bits)|};
        }

        private void Release()
        {
            if (_bits is null) return;
            ArrayPool<int>.Shared.Return(_bits);
            _bits = null;
        }
    }
}

namespace Mended
{
    sealed class PatternMatch : IDisposable
    {
        private int[]? _bits = ArrayPool<int>.Shared.Rent(256);

        public int this[int i] => _bits![i];

        public void Dispose()
        {
            if (_bits is null) return;
            ArrayPool<int>.Shared.Return(_bits);
            _bits = null;
        }
    }
}
