// Source: cathei/LinqGen issue 6
// Memory of an allocator for one thread was asked for on a pool thread.
using System;
using System.Threading.Tasks;
using Slabwise;

namespace Buggy
{
    static class Query
    {
        public static async Task<int> CountAsync(int[] numbers)
        {
            using Arena arena = new();
            return await Task.Run(() =>
            {
                Span<int> copy = {|SLAB201:arena|}.Alloc<int>(numbers.Length);
                numbers.CopyTo(copy);
                return copy.Count(0);
            });
        }
    }
}

namespace Mended
{
    static class Query
    {
        public static Task<int> CountAsync(int[] numbers) => Task.Run(() =>
        {
            using Arena arena = new();
            Span<int> copy = arena.Alloc<int>(numbers.Length);
            numbers.CopyTo(copy);
            return copy.Count(0);
        });
    }
}
