// Source: Ambiguous-Interactive/unity-helpers issue 643
// The method stages its input in a pooled array and hands out an iterator over it. The array goes back when the method returns, which is
// before the iterator reads its first element.
using System;
using System.Buffers;
using System.Collections.Generic;

namespace Buggy
{
    static class Sampling
    {
        public static IEnumerable<int> Subset(ICollection<int> from, int count, Random random)
        {
            int[] staged = ArrayPool<int>.Shared.Rent(from.Count);
            try
            {
                from.CopyTo(staged, 0);
                return Pick(staged, from.Count, count, random);
            }
            finally
            {
                {|SLAB118:ArrayPool<int>.Shared.Return(staged)|};
            }
        }

        private static IEnumerable<int> Pick(int[] staged, int length, int count, Random random)
        {
            for (int i = 0; i < count; i++) yield return staged[random.Next(length)];
        }
    }
}

namespace Mended
{
    static class Sampling
    {
        public static IEnumerable<int> Subset(ICollection<int> from, int count, Random random)
        {
            int[] staged = ArrayPool<int>.Shared.Rent(from.Count);
            try
            {
                from.CopyTo(staged, 0);
                for (int i = 0; i < count; i++) yield return staged[random.Next(from.Count)];
            }
            finally
            {
                ArrayPool<int>.Shared.Return(staged);
            }
        }
    }
}
