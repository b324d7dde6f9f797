// Source: NethermindEth/nethermind pull request 7852
// A list over a rented array returned it with everything that was added to it, and large objects outlived the list.
using System;
using System.Buffers;

namespace Buggy
{
    sealed class PooledNames : IDisposable
    {
        private string[]? _items = ArrayPool<string>.Shared.Rent(16);
        private int _count;

        public void Add(string name) => (_items ?? throw new ObjectDisposedException(nameof(PooledNames)))[_count++] = name;

        public void Dispose()
        {
            string[]? items = _items;
            _items = null;
            if (items is not null) {|SLAB114:ArrayPool<string>.Shared.Return(items)|};
        }
    }
}

namespace Mended
{
    sealed class PooledNames : IDisposable
    {
        private string[]? _items = ArrayPool<string>.Shared.Rent(16);
        private int _count;

        public void Add(string name) => (_items ?? throw new ObjectDisposedException(nameof(PooledNames)))[_count++] = name;

        public void Dispose()
        {
            string[]? items = _items;
            _items = null;
            if (items is null) return;
            Array.Clear(items, 0, _count);
            ArrayPool<string>.Shared.Return(items);
        }
    }
}
