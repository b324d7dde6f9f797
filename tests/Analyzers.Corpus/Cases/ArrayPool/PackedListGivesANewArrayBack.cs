// Source: Cocos2D-Mono/Cocos2D-Mono pull request 580
// Packing a pooled list replaced its rented array by a new one of the exact size, which the list gave to the pool later.
using System;
using System.Buffers;

namespace Buggy
{
    sealed class RawList
    {
        private int _count;

        public void PackAndFree(ReadOnlySpan<int> items)
        {
            int[] elements = ArrayPool<int>.Shared.Rent(64);
            items.CopyTo(elements);
            _count = items.Length;

            int[] packed = new int[_count];
            Array.Copy(elements, packed, _count);
            ArrayPool<int>.Shared.Return(elements);
            elements = packed;
            Array.Sort(elements);
            {|SLAB105:ArrayPool<int>.Shared.Return(elements)|};
        }
    }
}

namespace Mended
{
    sealed class RawList
    {
        private int _count;

        public void PackAndFree(ReadOnlySpan<int> items)
        {
            int[] elements = ArrayPool<int>.Shared.Rent(64);
            items.CopyTo(elements);
            _count = items.Length;

            int[] packed = ArrayPool<int>.Shared.Rent(_count);
            Array.Copy(elements, packed, _count);
            ArrayPool<int>.Shared.Return(elements);
            elements = packed;
            Array.Sort(elements, 0, _count);
            ArrayPool<int>.Shared.Return(elements);
        }
    }
}
