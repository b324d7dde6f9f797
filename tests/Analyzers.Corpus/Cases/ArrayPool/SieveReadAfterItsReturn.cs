// Source: PlummersSoftwareLLC/Primes pull request 489
// The sieve's run ended with the return of its bits; counting the primes afterwards still read them.
using System;
using System.Buffers;

namespace Buggy
{
    static class Sieve
    {
        public static int Count(int limit)
        {
            bool[] composite = ArrayPool<bool>.Shared.Rent(limit + 1);
            Array.Clear(composite, 0, limit + 1);
            for (int p = 2; p * p <= limit; p++)
            {
                for (int multiple = p * p; multiple <= limit; multiple += p) composite[multiple] = true;
            }

            ArrayPool<bool>.Shared.Return(composite);
            return {|SLAB103:composite.AsSpan(2, limit - 1)|}.Count(false);
        }
    }
}

namespace Mended
{
    static class Sieve
    {
        public static int Count(int limit)
        {
            bool[] composite = ArrayPool<bool>.Shared.Rent(limit + 1);
            Array.Clear(composite, 0, limit + 1);
            for (int p = 2; p * p <= limit; p++)
            {
                for (int multiple = p * p; multiple <= limit; multiple += p) composite[multiple] = true;
            }

            int count = composite.AsSpan(2, limit - 1).Count(false);
            ArrayPool<bool>.Shared.Return(composite);
            return count;
        }
    }
}
