using Slabwise.Caches;
using Slabwise.Pages;
using Slabwise.Pools;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>The limits, set while the process runs.</summary>
[Collection(FaultCollection.Name)]
public sealed unsafe class LimitTests : IDisposable
{
    private const long Mebibyte = 1 << 20;

    private readonly long _soft = SlabwiseControl.SoftLimitBytes, _hard = SlabwiseControl.HardLimitBytes;

    private struct Bounded { public long A, B, C, D, E, F, G, H; }

    private struct Other { public long A, B, C, D, E, F, G, H; }

    private struct Quiet { public long A, B, C, D, E, F, G, H; }

    private struct Big { public fixed byte Bytes[8192]; }

    private struct Many { public fixed byte Bytes[1000]; }

    public LimitTests()
    {
        StructPool<Bounded>.Shared.Trim();
        SlabwiseControl.Drain();
        SlabwiseControl.Purge();
    }

    [Fact]
    public void PoolAtTheHardLimitThrowsAndNamesIt()
    {
        StructPool<Bounded> pool = StructPool<Bounded>.Shared;
        SlabwiseControl.HardLimitBytes = PageHeap.UseBytes + 4 * Mebibyte;
        var held = new List<Pooled<Bounded>>();
        OutOfMemoryException e = ThrownBeyondTheLimit(pool, held);
        Assert.InRange(held.Count, 3 * Mebibyte / 64, 4 * Mebibyte / 64);

        // Of another node's tier the maps are made before its first page is refused.
        long maps = (pool.CoreForTests->Slabs.Tiers - 1) * 64 * 1024;
        Assert.InRange(PageHeap.UseBytes, 0, SlabwiseControl.HardLimitBytes + maps);
        Assert.Contains(pool.Name, e.Message, StringComparison.Ordinal);
        Assert.Contains($"hard limit of {SlabwiseControl.HardLimitBytes:N0} bytes", e.Message, StringComparison.Ordinal);
        Assert.Contains("hard_limit", e.Message, StringComparison.Ordinal);
        Assert.Throws<OutOfMemoryException>(() => pool.Rent(new Pooled<Bounded>[50_000]));

        SlabwiseControl.HardLimitBytes = 0;
        held.Add(pool.Rent());
        pool.Return(held.ToArray());
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void WhatOnePoolReturnsAnotherMayUseAtTheHardLimit()
    {
        StructPool<Big> first = StructPool<Big>.Shared;
        StructPool<Other> second = StructPool<Other>.Shared;
        second.Return(second.Rent());
        SlabwiseControl.HardLimitBytes = PageHeap.UseBytes + 8 * Mebibyte;
        var held = new List<Pooled<Big>>();
        while (first.TryRent(out Pooled<Big> one)) held.Add(one);
        Assert.InRange(held.Count, 500, 1152);    // what lies idle elsewhere makes room too
        first.Return(held.ToArray());
        var others = new Pooled<Other>[80_000];
        second.Rent(others);
        second.Return(others);
        first.Validate();
        second.Validate();
    }

    [Fact]
    public void HeapAtTheHardLimitThrowsAndNamesIt()
    {
        SlabwiseControl.HardLimitBytes = PageHeap.UseBytes + 16 * Mebibyte;
        var held = new List<nint>();
        OutOfMemoryException large = Assert.Throws<OutOfMemoryException>(() => FillUp(held, 200_000));
        Assert.InRange(held.Count, 60, 84);
        Assert.Contains("200,000 bytes", large.Message, StringComparison.Ordinal);
        Assert.Contains("hard limit", large.Message, StringComparison.Ordinal);
        OutOfMemoryException small = Assert.Throws<OutOfMemoryException>(() => FillUp(held, 3000));
        Assert.Contains("hard limit", small.Message, StringComparison.Ordinal);
        foreach (nint block in held) NativeHeap.Free((void*)block);
        NativeHeap.Free(NativeHeap.Alloc(10_000_000));
        NativeHeap.Validate();
    }

    [Fact]
    public void PagesThatAreResidentAlreadyAreHandedOutBeyondTheHardLimit()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "the system's heap has no limit of ours");
        NativeHeap.Free(NativeHeap.Alloc(9_000_000));    // past the cache: its pages lie dirty in the page heap
        SlabwiseControl.HardLimitBytes = PageHeap.UseBytes - 1;
        NativeHeap.Free(NativeHeap.Alloc(9_000_000));
        NativeHeap.Validate();
    }

    [Fact]
    public void GrowthBeyondTheSoftLimitGivesBackWhatIsIdleFirst()
    {
        StructPool<Big> idle = StructPool<Big>.Shared;
        StructPool<Other> growing = StructPool<Other>.Shared;
        MakeIdle(idle, 16 * Mebibyte);
        long before = PageHeap.ResidentBytes;
        SlabwiseControl.SoftLimitBytes = PageHeap.UseBytes + Mebibyte;
        var held = new Pooled<Other>[8 * Mebibyte / 64];
        growing.Rent(held);
        Assert.InRange(PageHeap.ResidentBytes, 0, before - 2 * Mebibyte);
        growing.Return(held);
        growing.Validate();
        idle.Validate();
    }

    [Fact]
    public void SoftLimitNeverMakesARentFail()
    {
        StructPool<Many> pool = StructPool<Many>.Shared;
        SlabwiseControl.SoftLimitBytes = 1;
        TestPools.OnThreads(4, _ =>
        {
            var held = new Pooled<Many>[4000];
            for (int round = 0; round < 5; round++)
            {
                for (int i = 0; i < held.Length; i++) held[i] = pool.Rent();
                foreach (Pooled<Many> one in held) pool.Return(one);
                NativeHeap.Free(NativeHeap.Alloc(300_000));
            }
        });
        Assert.True(TestPools.Eventually(() => pool.GetStatistics().Rented == 0));
        pool.Validate();
        NativeHeap.Validate();
    }

    [Fact]
    public void ThreadsAtTheHardLimitFailCleanlyAndGoOn()
    {
        StructPool<Many> pool = StructPool<Many>.Shared;
        pool.Trim();
        SlabwiseControl.HardLimitBytes = PageHeap.UseBytes + 4 * Mebibyte;
        long refused = 0, rented = 0;
        using var full = new Barrier(4);    // 12 MB at once, whichever thread runs first
        TestPools.OnThreads(4, _ =>
        {
            var held = new List<Pooled<Many>>();
            for (int round = 0; round < 3; round++)
            {
                for (int i = 0; i < 3000; i++)
                {
                    if (pool.TryRent(out Pooled<Many> one)) held.Add(one);
                    else Interlocked.Increment(ref refused);
                }

                Interlocked.Add(ref rented, held.Count);
                full.SignalAndWait();
                foreach (Pooled<Many> one in held) pool.Return(one);
                held.Clear();
            }
        });
        Assert.True(refused > 0, "nobody met the limit");
        Assert.True(rented > 4000);
        Assert.True(PageHeap.UseBytes <= SlabwiseControl.HardLimitBytes + Mebibyte);
        SlabwiseControl.HardLimitBytes = 0;
        Assert.True(TestPools.Eventually(() => pool.GetStatistics().Rented == 0));
        pool.Validate();
    }

    [Fact]
    public void BoundReturnsToTheSoftLimitWhenUseHasFallen()
    {
        StructPool<Big> pool = StructPool<Big>.Shared;
        long soft = PageHeap.UseBytes + 4 * Mebibyte;
        SlabwiseControl.SoftLimitBytes = soft;
        Assert.Equal(soft, MemoryLimits.Bound);
        MakeIdle(pool, 16 * Mebibyte);
        Assert.True(MemoryLimits.Bound > soft);
        SlabwiseControl.Drain();
        SlabwiseControl.Purge();
        MemoryLimits.Lower();
        Assert.Equal(soft, MemoryLimits.Bound);
    }

    [Fact]
    public void ShortageGivesIdlePagesBackAtOnceAndEmptiesCachesOnce()
    {
        StructPool<Quiet> pool = StructPool<Quiet>.Shared;
        PressureCare care = PressureCare.ForTests();
        MakeIdle(pool, 4 * Mebibyte);
        Assert.Equal(0, care.LookAfter(isHigh: false));
        Assert.InRange(care.LookAfter(isHigh: true), Mebibyte, long.MaxValue);
        Assert.Equal(0, pool.GetStatistics().InTransfer);
        if (SlabwiseStatistics.Capture().CachePath == "rseq")
        {
            MakeIdle(pool, Mebibyte);
            care.LookAfter(isHigh: true);
            Assert.InRange(pool.GetStatistics().Cached, 1, long.MaxValue);
        }

        pool.Validate();
    }

    [Fact]
    public void DrainAndPurgeLeaveNothingIdle()
    {
        StructPool<Quiet> pool = StructPool<Quiet>.Shared;
        MakeIdle(pool, 2 * Mebibyte);
        SlabwiseControl.Drain();
        PoolStatistics drained = pool.GetStatistics();
        Assert.Equal((0, 0, 0), (drained.Cached, drained.InTransfer, drained.Rented));
        if (drained.ResidentBytes > 0) SlabwiseControl.Purge();
        if (StructPool<Quiet>.Shared.CoreForTests->Memory.IsRange) Assert.Equal(0, pool.GetStatistics().ResidentBytes);
        pool.Validate();
    }

    [Fact]
    public void NonsenseIsRefusedAndNothingChanges()
    {
        int decay = SlabwiseControl.DirtyDecayMilliseconds;
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabwiseControl.DirtyDecayMilliseconds = -2);
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabwiseControl.MuzzyDecayMilliseconds = 86_400_001);
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabwiseControl.SoftLimitBytes = -2);
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabwiseControl.HardLimitBytes = -1);
        Assert.Equal((decay, _soft, _hard), (SlabwiseControl.DirtyDecayMilliseconds, SlabwiseControl.SoftLimitBytes, SlabwiseControl.HardLimitBytes));
    }

    [Fact]
    public void SettingsOfTheRunningProcessAreReadBack()
    {
        (int dirty, int muzzy) = (SlabwiseControl.DirtyDecayMilliseconds, SlabwiseControl.MuzzyDecayMilliseconds);
        SlabwiseControl.DirtyDecayMilliseconds = 1234;
        SlabwiseControl.MuzzyDecayMilliseconds = -1;
        SlabwiseControl.SoftLimitBytes = 77 * Mebibyte;
        Assert.Equal((1234, -1, 77 * Mebibyte), (DecaySettings.DirtyMs, DecaySettings.MuzzyMs, SlabwiseControl.SoftLimitBytes));
        SlabwiseControl.SoftLimitBytes = -1;
        Assert.Equal(MemoryLimits.OfControlGroup(Os.ControlGroup.OfProcess.LimitBytes), MemoryLimits.Soft);
        (SlabwiseControl.DirtyDecayMilliseconds, SlabwiseControl.MuzzyDecayMilliseconds) = (dirty, muzzy);
    }

    [Fact]
    public void SoftLimitOfAControlGroupIsNineTenthsOfIts()
    {
        Assert.Equal(900_000, MemoryLimits.OfControlGroup(1_000_000));
        Assert.Equal(MemoryLimits.None, MemoryLimits.OfControlGroup(0));
    }

    public void Dispose()
    {
        SlabwiseControl.SoftLimitBytes = _soft;
        SlabwiseControl.HardLimitBytes = _hard;
    }

    // What earlier tests left may decay between the last rent that is served and the next, and make room for a few more.
    private static OutOfMemoryException ThrownBeyondTheLimit(StructPool<Bounded> pool, List<Pooled<Bounded>> held)
    {
        for (int attempt = 0; ; attempt++)
        {
            while (pool.TryRent(out Pooled<Bounded> one)) held.Add(one);
            try
            {
                held.Add(pool.Rent());
                Assert.True(attempt < 20, "TryRent gives nothing and Rent does");
            }
            catch (OutOfMemoryException e)
            {
                return e;
            }
        }
    }

    private static void FillUp(List<nint> held, nuint bytes)
    {
        for (int i = 0; i < 1_000_000; i++) held.Add((nint)NativeHeap.Alloc(bytes));
    }

    private static void MakeIdle<T>(StructPool<T> pool, long bytes) where T : unmanaged
    {
        var held = new Pooled<T>[bytes / sizeof(T)];
        pool.Rent(held);
        foreach (Pooled<T> one in held) pool.Return(one);
    }
}
