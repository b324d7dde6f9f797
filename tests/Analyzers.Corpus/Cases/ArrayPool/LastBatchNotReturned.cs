// Source: DarkWanderer/ClickHouse.Client pull request 635
// Batches go out in rented arrays. The one that is rented after the last full batch was handed out stays empty, and is dropped.
using System.Buffers;
using System.Collections.Generic;

namespace Buggy
{
    static class Batches
    {
        public static IEnumerable<(int[] Rented, int Count)> Split(IEnumerable<int> numbers, int size)
        {
            int[] batch = {|SLAB101:ArrayPool<int>.Shared.Rent(size)|};
            int count = 0;
            foreach (int number in numbers)
            {
                batch[count++] = number;
                if (count < size) continue;
                yield return (batch, count);
                batch = {|SLAB101:ArrayPool<int>.Shared.Rent(size)|};
                count = 0;
            }

            if (count > 0) yield return (batch, count);
        }
    }
}

namespace Mended
{
    static class Batches
    {
        public static IEnumerable<(int[] Rented, int Count)> Split(IEnumerable<int> numbers, int size)
        {
            int[] batch = ArrayPool<int>.Shared.Rent(size);
            int count = 0;
            foreach (int number in numbers)
            {
                batch[count++] = number;
                if (count < size) continue;
                yield return (batch, count);
                batch = ArrayPool<int>.Shared.Rent(size);
                count = 0;
            }

            if (count > 0) yield return (batch, count);
            else ArrayPool<int>.Shared.Return(batch);
        }
    }
}
