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
        using var slabs = new TestTier(size);
        uint[] slots = new uint[128];
        fixed (uint* first = slots) Assert.Equal(128, slabs.Value.Take(ref slabs.Memory, first, 128));
        for (int i = 1; i < slots.Length; i++) Assert.True(slots[i] < slots[i - 1]);
        Assert.Equal(1u, slots[^1]);
        slabs.Validate();

        slabs.Give(slots);
        Assert.Equal(0, slabs.Value.Used);
        slabs.Validate();
    }

    [Fact]
    public void SlotThatComesBackTwiceIsCountedAndDropped()
    {
        using var slabs = new TestTier(64);
        uint slot = slabs.Take(1)[0];
        slabs.Give([slot, slot]);
        Assert.Equal(1, slabs.Value.Doubled);
        Assert.Equal(0, slabs.Value.Used);
        slabs.Validate();
    }

    [Fact]
    public void BoundOfBytesIsKept()
    {
        using var slabs = new TestTier(64, maxBytes: 65_536);
        Assert.Equal(1023, slabs.Take(1100).Length);
        Assert.Empty(slabs.Take(1));
        slabs.Validate();
    }

    [Fact]
    public void EmptySlabsPagesGoBackAndComeAgain()
    {
        using var slabs = new TestTier(4096);
        uint[] slots = slabs.TakeAndFill(4000);
        slabs.Give(slots);
        slabs.Validate();
        Assert.Equal(slabs.Value.Frontier, slabs.Value.EmptySlabs);
        Assert.Equal(slabs.Count().Dirty, slabs.Value.Purge(ref slabs.Memory));
        Assert.Equal((0, (int)slabs.Value.Frontier), (slabs.Value.EmptySlabs, slabs.Value.DiscardedSlabs));
        slabs.Validate();

        Assert.Equal(slots, slabs.Take(4000));
        Assert.Equal(0, slabs.Value.DiscardedSlabs);
        if (slabs.Memory.IsRange) Assert.All(slots, slot => Assert.Equal(0, slabs.BytesOf(slot)[0]));
        slabs.Validate();
    }

    [Fact]
    public void LowestSlabsFillFirst()
    {
        using var slabs = new TestTier(4096);
        uint[] slots = slabs.Take(200);
        slabs.Give([slots[^1]]);
        slabs.Give([slots[0]]);
        Assert.Equal(slots[0], slabs.Take(1)[0]);
    }
}
