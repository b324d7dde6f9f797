using System.Reflection;
using Slabwise.Analyzers;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>The analyzers speak of the sizes that the runtime gives.</summary>
public class SharedSizeTests
{
    [Fact]
    public void AnalyzersRoundAsTheHeapDoes()
    {
        var roundUp = Of<Func<ulong, ulong>>("HeapSizes", "RoundUp");
        var below = Of<Func<ulong, ulong>>("HeapSizes", "Below");
        for (ulong bytes = 0; bytes < 20 << 20; bytes += bytes < 300_000 ? 1ul : 509)
        {
            ulong given = NativeHeap.GoodSize((nuint)bytes), next = below(bytes);
            Assert.Equal(given, roundUp(bytes));
            // The next smaller block is one that there is, and there is none between the two.
            if (given > 8) Assert.True(next < bytes && NativeHeap.GoodSize((nuint)next) == next && NativeHeap.GoodSize((nuint)next + 1) == given, $"{bytes}: {next}");
        }
    }

    [Fact]
    public void AnalyzersRoundAsTheArrayPoolDoes()
    {
        var indexOf = Of<Func<int, int>>("ArrayClasses", "IndexOf");
        var lengthOf = Of<Func<int, int>>("ArrayClasses", "LengthOf");
        SlabArrayPool<byte> pool = new();
        for (int length = 1; length < 200_000; length += 1 + length / 64)
        {
            byte[] array = pool.Rent(length);
            Assert.Equal(array.Length, lengthOf(indexOf(length)));
            pool.Return(array);
        }
    }

    private static T Of<T>(string type, string method)
        where T : Delegate =>
        typeof(RuleIdentifiers).Assembly.GetType($"Slabwise.Shared.{type}", throwOnError: true)!
            .GetMethod(method, [typeof(T).GetGenericArguments()[0]])!.CreateDelegate<T>();
}
