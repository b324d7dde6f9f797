using Slabwise.Pools;
using Slabwise.Shared;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class ArrayClassTests
{
    [Fact]
    public void EveryLengthGetsTheShortestClassThatHoldsIt()
    {
        for (int length = 1; length <= 1 << 21; length++) Holds(length);
        for (int log = 21; log <= 30; log++)
        {
            for (int quarter = 4; quarter <= 8; quarter++)
            {
                int edge = (int)Math.Min((long)quarter << (log - 2), ArrayClasses.Longest);
                Holds(edge - 1);
                Holds(edge);
                if (edge < ArrayClasses.Longest) Holds(edge + 1);
            }
        }

        static void Holds(int length)
        {
            int index = ArrayClasses.IndexOf(length), given = ArrayClasses.LengthOf(index);
            if (given < length) Assert.Fail($"{length}: class {index} has only {given}");
            if (index > 0 && ArrayClasses.LengthOf(index - 1) >= length) Assert.Fail($"{length}: class {index - 1} would do");
            if (length > ArrayClasses.Shortest && (given - length) * 4L >= length) Assert.Fail($"{length}: {given} is a quarter too much");
        }
    }

    [Fact]
    public void LongestClassIsTheLastOne()
    {
        Assert.Equal(ArrayClasses.Longest, ArrayClasses.LengthOf(ArrayClasses.IndexOf(ArrayClasses.Longest)));
        Assert.Equal(104, ArrayClasses.IndexOf(ArrayClasses.Longest));
    }

    [Fact]
    public void CopyBufferStaysBelowTheLargeObjectHeap()
    {
        using var keeper = new Keeper<byte>(new SlabArrayPool<byte>());
        byte[] buffer = keeper.Rent(81_920);
        Assert.Equal(81_920, buffer.Length);
        Assert.Equal(0, GC.GetGeneration(new byte[81_920]));
    }

    private sealed class Keeper<T>(SlabArrayPool<T> pool) : IDisposable
    {
        private readonly List<T[]> _rented = [];

        public T[] Rent(int length)
        {
            T[] array = pool.Rent(length);
            _rented.Add(array);
            return array;
        }

        public void Dispose() => _rented.ForEach(array => pool.Return(array));
    }
}
