using Slabwise.Caches;
using Slabwise.Os;
using Slabwise.Pages;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Alone: what they change is the whole process's.</summary>
[CollectionDefinition(nameof(DecayOfTheProcess), DisableParallelization = true)]
public class DecayOfTheProcess;

[Collection(nameof(DecayOfTheProcess))]
public sealed class DecayCareTests : IDisposable
{
    private readonly int _dirtyMs = DecaySettings.DirtyMs, _muzzyMs = DecaySettings.MuzzyMs;
    private readonly OsMemory _memory = OsMemory.Current;

    public void Dispose()
    {
        DecaySettings.DirtyMs = _dirtyMs;
        DecaySettings.MuzzyMs = _muzzyMs;
        OsMemory.Current = _memory;
    }

    [Fact]
    public void IdlePoolGivesItsPagesBackWithoutBeingAsked()
    {
        DecaySettings.DirtyMs = 200;
        StructPool<Idle> pool = StructPool<Idle>.Shared;
        var handles = new Pooled<Idle>[100_000];
        pool.Rent(handles);
        foreach (Pooled<Idle> handle in handles) handle.Value.A = 1;
        long before = pool.GetStatistics().ResidentBytes;
        pool.Return(handles);
        Assert.True(TestPools.Eventually(() => pool.GetStatistics().ResidentBytes < before / 20), $"{pool.GetStatistics().ResidentBytes} of {before} bytes are left");
        pool.Validate();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void ZeroGivesBackAtOnceWhatABatchFreed(int muzzyMs)
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "slabs of a table go back as a whole");
        using var slabs = new TestTier(64);
        uint[] slots = slabs.TakeAndFill(64_000);
        DecaySettings.DirtyMs = 0;
        DecaySettings.MuzzyMs = muzzyMs;
        uint[] kept = [.. slots.Where(slot => slot % 640 == 0)];
        slabs.Give([.. slots.Except(kept)]);
        PageCounts now = slabs.Count();
        Assert.Equal((kept.Length * 4096L, 0), (now.Active, now.Dirty));
        Assert.Equal(muzzyMs > 0, now.Muzzy > 0);
        slabs.HoldsContents(kept);
        slabs.Validate();
    }

    [Fact]
    public void AllPoolsAreDecayedAndPurged()
    {
        StructPool<First> first = StructPool<First>.Shared;
        StructPool<Second> second = StructPool<Second>.Shared;
        RentAndReturn(first, 50_000);
        RentAndReturn(second, 50_000);
        SlotFlowDrain(first);
        SlotFlowDrain(second);
        long now = Environment.TickCount64;
        for (int look = 0; look < 4; look++) DecayCare.Decay(now + look * 2L * DecaySettings.DirtyMs);
        Assert.InRange(first.GetStatistics().ResidentBytes, 0, 32 * 4096);
        RentAndReturn(second, 50_000);
        SlotFlowDrain(second);
        Assert.InRange(DecayCare.Purge(), 40_000 * 64L, long.MaxValue);
        Assert.InRange(second.GetStatistics().ResidentBytes, 0, 32 * 4096);
    }

    [Fact]
    public void RefusedCallLeavesThePagesAsTheyWere()
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a slab table has no calls to refuse");
        using var slabs = new TestTier(64);
        uint[] slots = slabs.TakeAndFill(64_000);
        slabs.Give([.. slots.Where(slot => slot % 512 >= 64)]);
        PageCounts before = slabs.Count();
        OsMemory.Current = new Refusing(_memory);
        Assert.Equal(0, slabs.Value.Purge(ref slabs.Memory));
        Assert.Equal(before, slabs.Count());
        slabs.Validate();

        OsMemory.Current = _memory;
        Assert.Equal(before.Dirty, slabs.Value.Purge(ref slabs.Memory));
        slabs.Validate();
    }

    private struct Idle { public long A, B, C, D, E, F, G, H; }

    private struct First { public long A, B, C, D, E, F, G, H; }

    private struct Second { public long A, B, C, D, E, F, G, H; }

    private static void RentAndReturn<T>(StructPool<T> pool, int count) where T : unmanaged
    {
        var handles = new Pooled<T>[count];
        pool.Rent(handles);
        pool.Return(handles);
    }

    private static unsafe void SlotFlowDrain(SlabPool pool) => SlotFlow.Drain(pool.CoreForTests);

    private sealed class Refusing(OsMemory inner) : OsMemory
    {
        public override nint Reserve(nint bytes) => inner.Reserve(bytes);

        public override nint MapLazily(nint bytes) => inner.MapLazily(bytes);

        public override bool Commit(nint address, nint bytes) => inner.Commit(address, bytes);

        public override bool Discard(nint address, nint bytes) => false;

        public override void Unmap(nint address, nint bytes) => inner.Unmap(address, bytes);

        public override nint MapCode(int size, PageWriter write, out string reason) => inner.MapCode(size, write, out reason);
    }
}
