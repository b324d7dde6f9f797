// Source: cathei/LinqGen issue 6
// Memory of an allocator for one thread was asked for on pool threads.
using System;
using System.Threading.Tasks;
using Slabwise;

namespace Buggy
{
    static class Query
    {
        public static void Copy(int[][] rows)
        {
            using Arena arena = new();
            Parallel.For(0, rows.Length, i =>
            {
                Span<int> copy = {|SLAB201:arena|}.Alloc<int>(rows[i].Length);
                rows[i].CopyTo(copy);
                copy.Reverse();
            });
        }
    }
}

namespace Mended
{
    static class Query
    {
        public static void Copy(int[][] rows) => Parallel.For(0, rows.Length, i =>
        {
            using Arena arena = new();
            Span<int> copy = arena.Alloc<int>(rows[i].Length);
            rows[i].CopyTo(copy);
            copy.Reverse();
        });
    }
}
