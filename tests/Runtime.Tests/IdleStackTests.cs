using Slabwise.Caches;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class IdleStackTests
{
    [Fact]
    public void NoTwoThreadsPopTheSamePosition()
    {
        var table = new IdleTable();
        var stack = new IdleStack[1];
        object[] items = [.. Enumerable.Range(0, 6).Select(_ => new object())];
        uint[] positions = [.. items.Select(table.Claim)];
        Assert.True(stack[0].TryPush(table, positions, 0));
        var owners = new int[2 * IdleTable.FirstLevel];
        int shared = 0;
        TestPools.OnThreads(4, thread =>
        {
            Span<uint> mine = stackalloc uint[3];
            for (int step = 0; step < 1_000_000; step++)
            {
                int got = stack[0].Pop(table, mine[..(1 + step % 3)]);
                foreach (uint position in mine[..got])
                {
                    if (Interlocked.Exchange(ref owners[position], thread + 1) != 0) Interlocked.Increment(ref shared);
                }

                foreach (uint position in mine[..got])
                {
                    if (Interlocked.Exchange(ref owners[position], 0) != thread + 1) Interlocked.Increment(ref shared);
                }

                // Some come back in another order, so that the same top has another position below it.
                if (step % 5 == 0) mine[..got].Reverse();
                if (got > 0) stack[0].TryPush(table, mine[..got], 0);
            }
        });
        Assert.Equal(0, shared);
        Assert.Equal(positions.Length, stack[0].Count);
        Assert.Equal(positions.Length, stack[0].Detach().Count);
    }

    [Fact]
    public void LastGivenComesOutFirst()
    {
        var table = new IdleTable();
        var stack = new IdleStack[1];
        object[] items = [.. Enumerable.Range(0, 4).Select(_ => new object())];
        uint[] positions = [.. items.Select(table.Claim)];
        Assert.True(stack[0].TryPush(table, positions.AsSpan(0, 3), 5));
        Assert.True(stack[0].TryPush(table, positions.AsSpan(3), 6));
        var out4 = new uint[4];
        Assert.Equal(4, stack[0].Pop(table, out4));
        Assert.Equal(positions.Reverse(), out4);
        Assert.Equal(0, stack[0].Pop(table, out4));
    }

    [Fact]
    public void HeadThatLooksTheSameAgainHasAnotherTag()
    {
        var table = new IdleTable();
        var stack = new IdleStack[1];
        var item = new object();
        uint position = table.Claim(item);
        for (int i = 0; i < 100; i++)
        {
            uint before = stack[0].Changes;
            Assert.True(stack[0].TryPush(table, [position], 0));
            Assert.Equal(1, stack[0].Pop(table, [0]));
            Assert.Equal(before + 2, stack[0].Changes);
        }
    }
}
