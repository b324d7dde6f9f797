// Source: ppy/osu-framework commit a0b031e7f
// Whoever uploads a texture may dispose it, and its owner does. The pixels go back to the pool each time.
using System;
using System.Buffers;

namespace Buggy
{
    public class TextureUpload(int width, int height, ArrayPool<int>? pool = null) : IDisposable
    {
        private readonly ArrayPool<int> _pool = pool ?? ArrayPool<int>.Shared;
        private readonly int[] _data = (pool ?? ArrayPool<int>.Shared).Rent(width * height);

        public Span<int> Data => _data;

        public void Dispose() => {|SLAB115:_pool.Return(_data)|};
    }
}

namespace Mended
{
    public class TextureUpload(int width, int height, ArrayPool<int>? pool = null) : IDisposable
    {
        private readonly ArrayPool<int> _pool = pool ?? ArrayPool<int>.Shared;
        private int[]? _data = (pool ?? ArrayPool<int>.Shared).Rent(width * height);

        public Span<int> Data => _data;

        public void Dispose()
        {
            if (_data is not { } data) return;
            _data = null;
            _pool.Return(data);
        }
    }
}
