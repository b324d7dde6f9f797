using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

public unsafe class SlabTierTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(3000)]
    [InlineData(70_000)]
    public void SlotsComeOutOnceLowestLast(int size)
    {
        using var slabs = new Tier(size, maxBytes: 0);
        uint* slots = stackalloc uint[128];
        int taken = slabs.Take(slots, 128);
        Assert.Equal(128, taken);
        for (int i = 1; i < taken; i++) Assert.True(slots[i] < slots[i - 1]);
        Assert.Equal(1u, slots[taken - 1]);
        slabs.Value.Validate("test");

        slabs.Give(slots, taken);
        Assert.Equal(0, slabs.Value.Used);
        slabs.Value.Validate("test");
    }

    [Fact]
    public void SlotThatComesBackTwiceIsCountedAndDropped()
    {
        using var slabs = new Tier(64, maxBytes: 0);
        uint* slots = stackalloc uint[2];
        slabs.Take(slots, 1);
        slots[1] = slots[0];
        slabs.Give(slots, 2);
        Assert.Equal(1, slabs.Value.Doubled);
        Assert.Equal(0, slabs.Value.Used);
        slabs.Value.Validate("test");
    }

    [Fact]
    public void BoundOfBytesIsKept()
    {
        using var slabs = new Tier(64, maxBytes: 65_536);
        uint* slots = stackalloc uint[1100];
        Assert.Equal(1023, slabs.Take(slots, 1100));
        Assert.Equal(0, slabs.Take(slots, 1));
        slabs.Value.Validate("test");
    }

    [Fact]
    public void EmptySlabsPagesGoBackAndComeAgain()
    {
        using var slabs = new Tier(4096, maxBytes: 0);
        uint* slots = stackalloc uint[4000];
        int taken = slabs.Take(slots, 4000);
        slabs.Give(slots, taken);
        slabs.Value.Validate("test");
        if (!slabs.Memory.IsRange) return;

        // The first look only notes how many are empty; a slab that was in use since then stays.
        Assert.True(slabs.Value.DiscardLongEmpty(ref slabs.Memory));
        Assert.Equal(0, slabs.Value.DiscardedSlabs);
        int once = slabs.Take(slots, 1);
        slabs.Give(slots, once);
        slabs.Value.DiscardLongEmpty(ref slabs.Memory);
        Assert.Equal(1, slabs.Value.EmptySlabs);
        Assert.False(slabs.Value.DiscardLongEmpty(ref slabs.Memory));
        Assert.Equal(slabs.Value.Frontier, slabs.Value.DiscardedSlabs);
        slabs.Value.Validate("test");

        Assert.Equal(taken, slabs.Take(slots, taken));
        Assert.Equal(0, slabs.Value.DiscardedSlabs);
        for (int i = 0; i < taken; i++) Assert.Equal(0, slabs.Memory.Base[slots[i] * 4096L]);
        slabs.Value.Validate("test");
    }

    [Fact]
    public void LowestSlabsFillFirst()
    {
        using var slabs = new Tier(4096, maxBytes: 0);
        uint* slots = stackalloc uint[200];
        slabs.Take(slots, 200);
        uint low = slots[199], high = slots[0];
        slabs.Give(&high, 1);
        slabs.Give(&low, 1);
        uint next;
        slabs.Take(&next, 1);
        Assert.Equal(low, next);
    }

    private sealed class Tier : IDisposable
    {
        public SlabTier Value;
        public SlabMemory Memory;

        public Tier(int size, long maxBytes)
        {
            Memory.Initialize(SlabGeometry.For(size, 1), maxBytes, isChecked: true, SlabwiseOptions.ReserveAddressSpace, "test");
            Value.Initialize(Memory.MaxSlabs, Memory.SlotShift, hasMemory: true);
        }

        public int Take(uint* slots, int count) => Value.Take(ref Memory, slots, count);

        public void Give(uint* slots, int count) => Value.Give(slots, count);

        public void Dispose()
        {
            Value.Close();
            Memory.Close();
        }
    }
}
