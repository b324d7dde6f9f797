using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Free pages of slabs on a clock that the test turns.</summary>
public unsafe class SlabDecayTests
{
    private const int DecayMs = 3200, EpochMs = DecayMs / Decay.Epochs;

    [Fact]
    public void FreePagesOfASlabInUseGoBack()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "slabs of a table go back as a whole");
        using var slabs = new TestTier(64);
        uint[] slots = slabs.TakeAndFill(64_000);

        // One slot of every second page survives.
        uint[] kept = [.. slots.Where(slot => slot % 128 == 1)];
        slabs.Give([.. slots.Except(kept)]);
        slabs.Age(DecayMs, 0);
        PageCounts now = slabs.Count();
        Assert.Equal(kept.Length * 4096L, now.Active);
        Assert.Equal((0, 0), (now.Dirty, now.Muzzy));
        Assert.Equal(kept.Length, slabs.CountBackedPages());
        slabs.HoldsContents(kept);
        slabs.Validate();
    }

    [Fact]
    public void HalfIsLeftAfterHalfOfTheDecayTimeAndItIsTheLowerHalf()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "slabs of a table go back as a whole");
        using var slabs = new TestTier(4096);
        uint[] slots = slabs.TakeAndFill(4000);
        slabs.Give(slots);
        Assert.True(slabs.Decay(0, DecayMs, 0));    // sees that all were taken from
        Assert.True(slabs.Decay(2 * EpochMs, DecayMs, 0));
        Assert.Equal(slots.Length * 4096L, slabs.Count().Dirty);
        Assert.True(slabs.Decay(2 * EpochMs + DecayMs / 2, DecayMs, 0));
        Assert.InRange(slabs.Count().Dirty, slots.Length * 4096L / 2 - 65_536, slots.Length * 4096L / 2);

        Assert.InRange(slabs.Take(1)[0], 1u, 15u);
        uint[] again = slabs.Take(1900);
        Assert.InRange(slabs.Count().Resident, 1901L * 4096, 2001L * 4096);
        slabs.Give(again);
        slabs.Age(DecayMs, 0);
        Assert.False(slabs.Decay(100 * DecayMs, DecayMs, 0));
        slabs.Validate();
    }

    [Fact]
    public void PagesThatABusyLoopUsesStay()
    {
        using var slabs = new TestTier(64);
        for (int round = 0; round < 100; round++)
        {
            uint[] slots = slabs.Take(60_000);
            slabs.Give(slots);
            slabs.Decay(round * DecayMs, DecayMs, 0);
            Assert.Equal(0, slabs.Value.Discards);
        }
    }

    [Fact]
    public void SlotsOnPagesThatAreThereComeFirst()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "slabs of a table go back as a whole");
        using var slabs = new TestTier(64);
        uint[] slots = slabs.Take(20 * 1024);
        uint[] high = [.. slots.Where(slot => slot >= 19 * 1024 && slot < 19 * 1024 + 64)];
        slabs.Give([.. slots.Except(high)]);
        slabs.Value.Purge(ref slabs.Memory);
        slabs.Give(high[..32]);
        Assert.All(slabs.Take(32), slot => Assert.InRange(slot, 19u * 1024, 19u * 1024 + 63));
        Assert.Equal(4096, slabs.Count().Resident);
        Assert.Equal(1u, slabs.Take(1)[0]);
        slabs.Validate();
    }

    [Fact]
    public void DiscardedPagesReadZeroAndLiveOnesKeepWhatIsOnThem()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a slab table has no pages of its own");
        using var slabs = new TestTier(1000);
        uint[] slots = slabs.TakeAndFill(5000);
        uint[] kept = [.. slots.Where(slot => slot % 10 == 0)];
        slabs.Give([.. slots.Except(kept)]);
        Assert.Equal(slabs.Count().Dirty, slabs.Value.Purge(ref slabs.Memory));
        slabs.HoldsContents(kept);
        int zero = 0;
        foreach (uint slot in slabs.Take(4500)) zero += slabs.BytesOf(slot).IndexOfAnyExcept((byte)0) < 0 ? 1 : 0;
        Assert.InRange(zero, 1000, 4500);
        slabs.HoldsContents(kept);
        slabs.Validate();
    }

    [Fact]
    public void MuzzyPagesCountAsResidentAndAreUsedBeforeThoseThatAreGone()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a slab table has no muzzy pages");
        using var slabs = new TestTier(64);
        uint[] slots = slabs.Take(64_000);
        slabs.Give(slots);
        long dirty = slabs.Count().Dirty;
        slabs.Age(DecayMs, -1);
        Assert.Equal(new PageCounts(0, 0, dirty, slabs.Memory.MappedBytes - dirty), slabs.Count());
        slabs.Validate();

        uint[] again = slabs.TakeAndFill(32_000);
        PageCounts now = slabs.Count();
        Assert.Equal((dirty, 0), (now.Active + now.Muzzy, now.Dirty));
        slabs.Value.Purge(ref slabs.Memory);
        Assert.Equal(0, slabs.Count().Muzzy);
        slabs.HoldsContents(again);
        slabs.Validate();
    }

    [Fact]
    public void MuzzyPagesDecayToo()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a slab table has no muzzy pages");
        using var slabs = new TestTier(64);
        slabs.Give(slabs.Take(64_000));
        for (int step = 0; step < 3; step++) slabs.Decay(step * DecayMs, DecayMs, 2 * DecayMs);
        Assert.Equal((true, 0), (slabs.Count().Muzzy > 0, slabs.Count().Dirty));
        for (int step = 3; step < 8; step++) slabs.Decay(step * DecayMs, DecayMs, 2 * DecayMs);
        Assert.Equal(0, slabs.Count().Resident);
        Assert.False(slabs.Value.MayDecay);
    }

    [Fact]
    public void MinusOneKeepsEverythingAndALaterDecayTimeDoesNot()
    {
        using var slabs = new TestTier(64);
        slabs.Give(slabs.Take(64_000));
        long dirty = slabs.Count().Dirty;
        Assert.False(slabs.Decay(0, -1, 0));
        Assert.False(slabs.Decay(1_000_000, -1, 0));
        Assert.Equal(dirty, slabs.Count().Dirty);
        slabs.Age(DecayMs, 0, from: 2_000_000);
        Assert.Equal(0, slabs.Count().Resident);
    }

    [Fact]
    public void ZeroHoldsNothing()
    {
        using var slabs = new TestTier(64);
        slabs.Give(slabs.Take(64_000));
        slabs.Decay(0, 0, 0);    // sees that all were taken from
        Assert.False(slabs.Decay(1, 0, 0));
        Assert.Equal(0, slabs.Count().Resident);
    }
}
