// Source: dotnet/runtime issue 66779
// One element more than a power of two makes the shared pool lend an array of twice the size.
using System.Buffers;

namespace Buggy
{
    static class Histogram
    {
        public static int Count(int[] values)
        {
            int[] buckets = {|SLAB304:ArrayPool<int>.Shared.Rent(1024 * 1024 + 1)|};
            foreach (int value in values) buckets[value]++;
            int first = buckets[0];
            ArrayPool<int>.Shared.Return(buckets);
            return first;
        }
    }
}

namespace Mended
{
    static class Histogram
    {
        public static int Count(int[] values)
        {
            int overflow = 0;
            int[] buckets = ArrayPool<int>.Shared.Rent(16 * 1024);
            foreach (int value in values)
            {
                if (value < 16 * 1024) buckets[value]++;
                else overflow++;
            }

            int first = buckets[0] + overflow;
            ArrayPool<int>.Shared.Return(buckets);
            return first;
        }
    }
}
