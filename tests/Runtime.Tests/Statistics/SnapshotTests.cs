using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests.Statistics;

public class SnapshotTests
{
    [Fact]
    public void PartsAddUpInEverySnapshotUnderLoad()
    {
        bool stop = false;
        Thread[] load = [.. Enumerable.Range(0, 3).Select(seed => new Thread(() => Churn(seed, ref stop)))];
        foreach (Thread thread in load) thread.Start();
        try
        {
            for (int i = 0; i < 300; i++)
            {
                SlabwiseStatistics now = SlabwiseStatistics.Capture();
                MustAddUp(now);
                MemoryTotals polled = SlabwiseStatistics.GetTotals();
                Assert.True(polled.AllocatedBytes <= polled.ActiveBytes && polled.ActiveBytes <= polled.ResidentBytes && polled.ResidentBytes <= polled.MappedBytes, polled.ToString());
                Assert.True(polled.PeakResidentBytes >= polled.ResidentBytes && polled.PeakMappedBytes >= polled.MappedBytes, polled.ToString());
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            foreach (Thread thread in load) thread.Join();
        }
    }

    [Fact]
    public void AtRestThePartsAreWhatIsThere()
    {
        StructPool<Rested> pool = StructPool<Rested>.Shared;
        var handles = new Pooled<Rested>[50_000];
        pool.Rent(handles);
        pool.Return(handles.AsSpan(1_000));
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal(1_000, now.Rented);
        Assert.Equal(1_000 * 40, now.AllocatedBytes);
        Assert.Equal(40, now.StrideBytes);
        // The first slab of each node that was rented on has no slot 0.
        Assert.InRange(now.Slots, now.Slabs * now.SlotsPerSlab - NumaTopology.Current.Nodes, now.Slabs * now.SlotsPerSlab - 1);
        long slabsInUse = now.Slabs - now.EmptySlabs - now.DiscardedSlabs;
        Assert.InRange(now.ActiveBytes, now.UsedSlots * 40, slabsInUse * now.SlabBytes);
        Assert.True(now.PeakUsedSlots >= 50_000, now.ToString());
        pool.Trim();
        PoolStatistics trimmed = pool.GetStatistics();
        Assert.Equal(1_000, trimmed.UsedSlots);
        Assert.Equal(0, trimmed.CachedBytes);
        Assert.True(trimmed.ActiveBytes < now.MappedBytes, trimmed.ToString());
        if (SlabwiseOptions.ReserveAddressSpace) Assert.Equal(now.MappedBytes, trimmed.MappedBytes);
        pool.Return(handles.AsSpan(0, 1_000));
        pool.Validate();
    }

    [Fact]
    public void EndsOfSlabsAndAlignmentAreFragmentationInside()
    {
        StructPool<Odd> pool = StructPool<Odd>.Shared;
        Pooled<Odd>[] handles = [.. Enumerable.Range(0, 2_000).Select(_ => pool.Rent())];
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal((5_000, 5_000), (now.ObjectBytes, now.StrideBytes));
        long tail = now.SlabBytes - (long)now.SlotsPerSlab * now.StrideBytes, inUse = now.Slabs - now.EmptySlabs - now.DiscardedSlabs;
        Assert.True(tail > 0);

        // The last slab may be in use only in parts, and its end not at all.
        Assert.InRange(now.InternalBytes, (inUse - 1) * tail, inUse * tail);
        foreach (Pooled<Odd> handle in handles) handle.Dispose();
    }

    [Fact]
    public void PolledFiguresAllocateNothing()
    {
        StructPool<Polled> pool = StructPool<Polled>.Shared;
        pool.Rent().Dispose();
        var all = new PoolStatistics[4096];
        long sum = 0;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            sum += pool.GetStatistics().Rented + SlabwiseStatistics.GetTotals().ResidentBytes + SlabwiseStatistics.CopyPools(all) + Os.ResidentSet.Read();
            long after = GC.GetAllocatedBytesForCurrentThread();
            if (round == 1 && OperatingSystem.IsLinux()) Assert.Equal(before, after);
        }

        Assert.True(sum > 0);
    }

    [Fact]
    public void CopiedPoolsAreThoseOfASnapshot()
    {
        StructPool<Polled>.Shared.Rent().Dispose();
        var copied = new PoolStatistics[4096];
        int count = SlabwiseStatistics.CopyPools(copied);
        Assert.Single(copied[..count], pool => pool.Name == StructPool<Polled>.Shared.Name);
        Assert.True(SlabwiseStatistics.CopyPools(copied.AsSpan(0, 1)) >= count);
        Assert.True(SlabwiseStatistics.CopyPools([]) >= count);
    }

    [Fact]
    public void PeakIsTheMostSinceItWasReset()
    {
        StructPool<Peaking> pool = StructPool<Peaking>.Shared;
        var handles = new Pooled<Peaking>[30_000];
        pool.Rent(handles);
        pool.Return(handles);
        pool.Trim();
        Assert.True(pool.GetStatistics().PeakUsedSlots >= 30_000);
        SlabwiseControl.ResetPeaks();
        Assert.Equal(0, pool.GetStatistics().PeakUsedSlots);
        pool.Rent(handles.AsSpan(0, 100));
        Assert.InRange(pool.GetStatistics().PeakUsedSlots, 100, 5_000);
        pool.Return(handles.AsSpan(0, 100));
    }

    [Fact]
    public void WhatGoesPastAHandIsCounted()
    {
        StructPool<Passing> pool = StructPool<Passing>.Shared;
        var handles = new Pooled<Passing>[20_000];
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
            foreach (Pooled<Passing> handle in handles) pool.Return(handle);
        }

        PoolStatistics now = pool.GetStatistics();
        Assert.InRange(now.Refills, 60_000 / now.HandCapacity - 3, 60_000);
        Assert.InRange(now.Spills, 60_000 / now.HandCapacity - 3, 60_000);
        Assert.True(now.SlabFills > 0, now.ToString());
        if (SlabwiseStatistics.Capture().CachePath != "rseq")
        {
            Assert.Equal((0, 0, 0), (now.CpuHits, now.CpuMisses, now.CpuOverflows));
            return;
        }

        Assert.Equal(now.Refills, now.CpuHits + now.CpuMisses);
        Assert.True(now.CpuHits > 0 && now.CpuMisses > 0 && now.CpuOverflows > 0, now.ToString());
        Assert.True(now.SlabFills <= now.CpuMisses, now.ToString());
        IReadOnlyList<CpuStatistics> cpus = SlabwiseStatistics.Capture().Cpus;
        Assert.True(cpus.Sum(cpu => cpu.Misses) >= now.CpuMisses + now.CpuOverflows);
        Assert.True(cpus.Sum(cpu => cpu.Hits) >= now.CpuHits);
    }

    [Fact]
    public void BulkCallsPastTheHandAreCountedToo()
    {
        StructPool<Bulky> pool = StructPool<Bulky>.Shared;
        var handles = new Pooled<Bulky>[1_000];
        for (int round = 0; round < 50; round++)
        {
            pool.Rent(handles);
            pool.Return(handles);
        }

        PoolStatistics now = pool.GetStatistics();
        Assert.True(now.Refills >= 50 && now.Spills >= 50, now.ToString());
    }

    [Fact]
    public void CountOfAHandThatWrapsIsCarriedToThePool()
    {
        StructPool<Wrapping> pool = StructPool<Wrapping>.Shared;
        HandProbe.SetRefills(pool, uint.MaxValue);
        long before = pool.GetStatistics().Refills;
        var handles = new Pooled<Wrapping>[5_000];
        for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
        Assert.InRange(pool.GetStatistics().Refills, before + 1, before + 5_000);
        foreach (Pooled<Wrapping> handle in handles) handle.Dispose();
    }

    [Fact]
    public void CpusHoldWhatThePoolsSayIsInTheirBlocks()
    {
        StructPool<Spread> pool = StructPool<Spread>.Shared;
        TestPools.OnThreads(4, _ =>
        {
            var handles = new Pooled<Spread>[5_000];
            for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
            foreach (Pooled<Spread> handle in handles) pool.Return(handle);
        });
        SlabwiseStatistics now = SlabwiseStatistics.Capture();
        Assert.Equal(now.Pools.Sum(p => p.InCpuBlocks), now.Cpus.Sum(cpu => cpu.IdleSlots));
        Assert.Equal(now.Totals.InCpuBlocksBytes, now.Cpus.Sum(cpu => cpu.IdleBytes));
        Assert.All(now.Cpus, cpu => Assert.Equal(cpu.Uses, cpu.Hits + cpu.Misses));
    }

    [Theory]
    [InlineData("100 25 3 1 0 9 0\n", 25)]
    [InlineData("100", 0)]
    [InlineData("", 0)]
    [InlineData("100 x", 0)]
    public void ResidentSetIsTheSecondNumberInPages(string line, long pages) =>
        Assert.Equal(pages * Environment.SystemPageSize, Os.ResidentSet.Parse(System.Text.Encoding.ASCII.GetBytes(line)));

    [Theory]
    [InlineData(100, 30, 20, 30, 20, 50)]
    [InlineData(100, 130, 20, 100, 0, 0)]
    [InlineData(100, 30, 200, 30, 70, 0)]
    public void ProcessIsSplitWithoutRemainder(long residentSet, long slabwise, long committed, long ours, long gc, long other)
    {
        ProcessMemory process = ProcessMemory.Split(residentSet, slabwise, committed);
        Assert.Equal((ours, gc, other), (process.SlabwiseBytes, process.GcHeapBytes, process.OtherBytes));
        Assert.Equal(process.ResidentSetBytes, process.SlabwiseBytes + process.GcHeapBytes + process.OtherBytes);
    }

    /// <summary>Holds every equation of a snapshot.</summary>
    internal static void MustAddUp(SlabwiseStatistics now)
    {
        foreach (PoolStatistics pool in now.Pools) MustAddUp(pool);
        MemoryTotals all = now.Totals;
        Assert.Equal(now.Pools.Count, all.Pools);
        Assert.Equal(now.Pools.Sum(pool => pool.AllocatedBytes), all.AllocatedBytes);
        Assert.Equal(now.Pools.Sum(pool => pool.CachedBytes), all.CachedBytes);
        Assert.Equal(now.Pools.Sum(pool => pool.ActiveBytes), all.ActiveBytes);
        Assert.Equal(now.Pools.Sum(pool => pool.ResidentBytes), all.ResidentBytes);
        Assert.Equal(now.Pools.Sum(pool => pool.MappedBytes), all.MappedBytes);
        Assert.Equal(now.Pools.Sum(pool => pool.BookkeepingBytes - pool.MetadataBytes), all.BookkeepingBytes - all.MetadataBytes);
        Assert.True(now.Pools.Sum(pool => pool.MetadataBytes) <= all.MetadataBytes, all.ToString());
        Assert.Equal(all.ResidentBytes + all.BookkeepingBytes, all.FootprintBytes);
        Assert.Equal(now.Pools.Sum(pool => pool.InCpuBlocks), now.Cpus.Sum(cpu => cpu.IdleSlots));
        ProcessMemory process = now.Process;
        Assert.Equal(process.ResidentSetBytes, process.SlabwiseBytes + process.GcHeapBytes + process.OtherBytes);
    }

    private static void MustAddUp(in PoolStatistics pool)
    {
        long[] parts =
        [
            pool.Rented, pool.InHands, pool.InCpuBlocks, pool.InTransfer, pool.InOwnedSlabs, pool.Retired, pool.FreeSlots, pool.AllocatedBytes, pool.InternalBytes,
            pool.FragmentedBytes, pool.DirtyBytes, pool.MuzzyBytes, pool.RetainedBytes, pool.MetadataBytes, pool.HandBytes, pool.GenerationBytes, pool.StateBytes,
        ];
        Assert.All(parts, part => Assert.True(part >= 0));
        Assert.Equal(pool.UsedSlots, pool.Rented + pool.InHands + pool.InCpuBlocks + pool.InTransfer + pool.InOwnedSlabs + pool.Retired);
        Assert.Equal(pool.Slots, pool.UsedSlots + pool.FreeSlots);
        Assert.Equal(pool.CachedBytes, (pool.Cached + pool.InTransfer + pool.InOwnedSlabs) * pool.StrideBytes + pool.InExtentCacheBytes);
        Assert.Equal(pool.ActiveBytes, pool.AllocatedBytes + pool.InternalBytes + pool.CachedBytes + pool.RetiredBytes + pool.FragmentedBytes);
        Assert.Equal(pool.ResidentBytes, pool.ActiveBytes + pool.DirtyBytes + pool.MuzzyBytes);
        Assert.Equal(pool.MappedBytes, pool.ResidentBytes + pool.RetainedBytes);
    }

    private static unsafe void Churn(int seed, ref bool stop)
    {
        var random = new Random(seed);
        var structs = new Pooled<Churned>[4_000];
        var owned = new Pooled<OwnedCounted>[500];
        var blocks = new nint[300];
        while (!Volatile.Read(ref stop))
        {
            int count = random.Next(1, structs.Length);
            for (int i = 0; i < count; i++) structs[i] = StructPool<Churned>.Shared.Rent();
            for (int i = 0; i < owned.Length; i++) owned[i] = StructPool<OwnedCounted>.Shared.Rent();
            for (int i = 0; i < blocks.Length; i++) blocks[i] = (nint)NativeHeap.Alloc((nuint)random.Next(1, 100_000));
            for (int i = 0; i < count; i++) structs[i].Dispose();
            foreach (Pooled<OwnedCounted> handle in owned) handle.Dispose();
            foreach (nint block in blocks) NativeHeap.Free((void*)block);
            Counted.Return(Counted.Rent());
        }
    }

    private struct Rested { public long A, B, C, D, E; }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 5_000)]
    private struct Odd { public long A; }

    private struct Polled { public long A; }

    private struct Peaking { public long A, B; }

    private struct Passing { public long A, B; }

    private struct Bulky { public long A, B; }

    private struct Wrapping { public long A, B; }

    private struct Spread { public long A, B; }

    private struct Churned { public long A, B, C; }
}

[SizeClassPooled(Cache = CacheKind.PerThread)]
internal partial struct OwnedCounted
{
    public long A, B, C, D;
}

[SizeClassPooled]
internal sealed partial class Counted;
