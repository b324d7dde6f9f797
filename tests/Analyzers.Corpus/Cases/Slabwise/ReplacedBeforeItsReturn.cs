// Source: DarkWanderer/ClickHouse.Client pull request 635
// A batch is replaced by a new one while the old one is still in hand. Here with handles.
using System;
using Slabwise;

namespace Buggy
{
    [SizeClassPooled]
    public partial struct Batch
    {
        public long Count;
        public long Sum;
    }

    static class Batching
    {
        public static long Sum(ReadOnlySpan<int> numbers)
        {
            Pooled<Batch> batch = Batch.Rent();
            batch.Value.Sum = 0;
            foreach (int number in numbers) batch.Value.Sum += number;
            long sum = batch.Value.Sum;
            {|SLAB106:batch = Batch.Rent()|};
            batch.Value.Count = numbers.Length;
            sum += batch.Value.Count;
            Batch.Return(batch);
            return sum;
        }
    }
}

namespace Mended
{
    [SizeClassPooled]
    public partial struct Batch
    {
        public long Count;
        public long Sum;
    }

    static class Batching
    {
        public static long Sum(ReadOnlySpan<int> numbers)
        {
            using Pooled<Batch> batch = Batch.Rent();
            batch.Value.Sum = 0;
            foreach (int number in numbers) batch.Value.Sum += number;
            batch.Value.Count = numbers.Length;
            return batch.Value.Sum + batch.Value.Count;
        }
    }
}
