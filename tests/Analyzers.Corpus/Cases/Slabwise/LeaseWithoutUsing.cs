// Source: json-everything/json-everything issue 849
// What was rented in a loop should have been held by a using. Here with the lease of a struct pool.
using System;
using Slabwise;

namespace Buggy
{
    [SizeClassPooled]
    public partial struct Segment
    {
        public long Start;
        public long Length;
    }

    static class Paths
    {
        public static long Total(ReadOnlySpan<int> lengths)
        {
            long total = 0;
            foreach (int length in lengths)
            {
                var lease = {|SLAB108:Segment.Lease()|};
                lease.Value.Length = length;
                total += lease.Value.Length;
            }

            return total;
        }
    }
}

namespace Mended
{
    [SizeClassPooled]
    public partial struct Segment
    {
        public long Start;
        public long Length;
    }

    static class Paths
    {
        public static long Total(ReadOnlySpan<int> lengths)
        {
            long total = 0;
            foreach (int length in lengths)
            {
                using var lease = Segment.Lease();
                lease.Value.Length = length;
                total += lease.Value.Length;
            }

            return total;
        }
    }
}
