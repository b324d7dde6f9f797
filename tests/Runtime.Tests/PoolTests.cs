using System.Runtime.InteropServices;
using Slabwise.Caches;
using Slabwise.Pools;
using Xunit;

namespace Slabwise.Runtime.Tests;

public unsafe class PoolTests
{
    private struct Counted { public long A, B; }

    private struct Cold { public long A, B; }

    private struct Quiet { public long A; }

    private struct Bounded : IPoolDeclaration
    {
        public long A, B, C, D;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Bounded", MaxBytes = 65_536 };
    }

    private struct Cleared : IPoolDeclaration
    {
        public long A, B;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Cleared", Zeroed = true };
    }

    private struct Aligned : IPoolDeclaration
    {
        public long A, B, C;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Aligned", Alignment = 128 };
    }

    private struct Raw : IPoolDeclaration
    {
        public long A;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Raw", Safety = SafetyKind.Unchecked };
    }

    private struct OwnThread : IPoolDeclaration
    {
        public long A;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "OwnThread", Cache = CacheKind.PerThread };
    }

    private struct Frugal : IPoolDeclaration
    {
        public long A;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Frugal", MaxCached = 8 };
    }

    [Fact]
    public void StatisticsAddUp()
    {
        StructPool<Counted> pool = StructPool<Counted>.Shared;
        var handles = new Pooled<Counted>[10_000];
        pool.Rent(handles);
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal(handles.Length, now.Rented);
        Assert.Equal(handles.Length * 16, now.AllocatedBytes);
        Assert.True(now.AllocatedBytes <= now.ActiveBytes && now.ActiveBytes <= now.ResidentBytes && now.ResidentBytes <= now.MappedBytes, now.ToString());

        SlabwiseStatistics all = SlabwiseStatistics.Capture();
        Assert.Contains(all.Pools, other => other.Name == pool.Name && other.Rented == handles.Length);
        Assert.True(all.AllocatedBytes >= now.AllocatedBytes && all.MappedBytes >= now.MappedBytes);
        Assert.True(all.MetadataBytes > 0);

        pool.Return(handles);
        now = pool.GetStatistics();
        Assert.Equal(0, now.Rented);
        Assert.Equal(0, now.AllocatedBytes);
        Assert.True(now.Cached + now.InTransfer > 0);
        pool.Validate();
    }

    [Fact]
    public void TrimEmptiesCachesAndGivesPagesBack()
    {
        StructPool<Cold> pool = StructPool<Cold>.Shared;
        var handles = new Pooled<Cold>[100_000];
        pool.Rent(handles);
        foreach (Pooled<Cold> handle in handles) handle.Value.B = 1;
        pool.Return(handles);
        long given = pool.Trim();
        PoolStatistics now = pool.GetStatistics();
        Assert.Equal(0, now.Cached + now.InTransfer + now.Rented);
        if (!SlabwiseOptions.ReserveAddressSpace) return;
        Assert.Equal(0, now.ResidentBytes);
        Assert.True(given > 0 || now.Discards > 0);

        Pooled<Cold> again = pool.Rent();
        Assert.Equal(0, again.Value.B);
        again.Dispose();
        pool.Validate();
    }

    [Fact]
    public void RentAndReturnAllocateNothing()
    {
        StructPool<Quiet> pool = StructPool<Quiet>.Shared;
        var handles = new Pooled<Quiet>[1000];
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Use()
        {
            for (int i = 0; i < handles.Length; i++) handles[i] = pool.Rent();
            for (int i = 0; i < handles.Length; i++) pool.Return(handles[i]);
            pool.Rent(handles);
            pool.Return(handles);
            using (PooledLease<Quiet> lease = pool.Lease()) lease.Value.A = 1;
            _ = pool.TryRent(out Pooled<Quiet> one) && one.TryReturn();
            _ = pool.GetStatistics();
        }
    }

    [Fact]
    public void MaxBytesEndsInAnExceptionThatNamesIt()
    {
        StructPool<Bounded> pool = StructPool<Bounded>.Shared;
        var handles = new List<Pooled<Bounded>>();
        while (pool.TryRent(out Pooled<Bounded> handle)) handles.Add(handle);
        Assert.Equal(2047, handles.Count);
        Assert.Contains("Bounded", Assert.Throws<OutOfMemoryException>(() => pool.Rent()).Message, StringComparison.Ordinal);

        handles[^1].Dispose();
        handles.RemoveAt(handles.Count - 1);
        var two = new Pooled<Bounded>[2];
        Assert.Throws<OutOfMemoryException>(() => pool.Rent(two));
        Assert.All(two, handle => Assert.True(handle.IsDefault));
        Assert.Equal(2046, pool.GetStatistics().Rented);
        foreach (Pooled<Bounded> handle in handles) handle.Dispose();
        pool.Validate();
    }

    [Fact]
    public void ZeroedPoolGivesZeros()
    {
        for (int i = 0; i < 300; i++)
        {
            Pooled<Cleared> handle = StructPool<Cleared>.Shared.Rent();
            Assert.Equal(0, handle.Value.A | handle.Value.B);
            handle.Value.A = handle.Value.B = -1;
            handle.Dispose();
        }
    }

    [Fact]
    public void AlignmentIsKept()
    {
        var handles = new Pooled<Aligned>[100];
        StructPool<Aligned>.Shared.Rent(handles);
        Assert.All(handles, handle => Assert.Equal(0, (nint)handle.Pointer % 128));
        StructPool<Aligned>.Shared.Return(handles);
    }

    [Fact]
    public void UncheckedPoolRentsAndReturns()
    {
        StructPool<Raw> pool = StructPool<Raw>.Shared;
        var handles = new Pooled<Raw>[500];
        pool.Rent(handles);
        for (int i = 0; i < handles.Length; i++) handles[i].Value.A = i;
        for (int i = 0; i < handles.Length; i++) Assert.Equal(i, handles[i].Value.A);
        Assert.Equal(handles.Length, handles.Distinct().Count());
        pool.Return(handles);
        Assert.False(default(Pooled<Raw>).IsAlive);
        Assert.Equal(0, pool.GetStatistics().Rented);
    }

    [Fact]
    public void PerThreadPoolKeepsToItsThread()
    {
        StructPool<OwnThread> pool = StructPool<OwnThread>.Shared;
        var handles = new Pooled<OwnThread>[200];
        pool.Rent(handles);
        pool.Return(handles);
        PoolStatistics before = pool.GetStatistics();
        pool.Rent(handles);
        pool.Return(handles);
        PoolStatistics after = pool.GetStatistics();
        Assert.Equal(before.Refills, after.Refills);
        Assert.Equal(before.Spills, after.Spills);
    }

    [Fact]
    public void MaxCachedBoundsAHandAndABlock()
    {
        PoolShape shape = PoolShape.For(8, perCpu: true, maxCached: 8);
        Assert.Equal(8, shape.HandCapacity);
        Assert.Equal(8, shape.LargestCpuCapacity);

        StructPool<Frugal> pool = StructPool<Frugal>.Shared;
        var handles = new Pooled<Frugal>[1000];
        pool.Rent(handles);
        pool.Return(handles);
        Assert.InRange(pool.GetStatistics().Cached, 0, 8 + 8 * Environment.ProcessorCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public void EveryShapeMovesAtLeastOneSlot(int stride)
    {
        foreach (bool perCpu in (bool[])[true, false])
        {
            PoolShape shape = PoolShape.For(stride, perCpu, 0);
            Assert.InRange(shape.HandBatch, 1, shape.HandCapacity);
            Assert.InRange(shape.TransferBatch, 1, TransferCache.BatchSlots);
            Assert.InRange(shape.HandBatch, 1, shape.TransferBatch);
            Assert.InRange(shape.FirstCpuCapacity, 1, shape.LargestCpuCapacity);
        }
    }

    [Fact]
    public void SizeThatDisagreesWithTheBuildIsRefused()
    {
        var e = Assert.Throws<InvalidOperationException>(() => StructPoolStart.Start(new PoolDeclaration { Name = "Old", ObjectBytes = 24 }, 32));
        Assert.Contains("24", e.Message, StringComparison.Ordinal);
        Assert.Contains("32", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ObjectTooLargeForAPoolIsRefused() =>
        Assert.Throws<InvalidOperationException>(() => StructPoolStart.Start(new PoolDeclaration { Name = "Huge" }, (1 << 20) + 1));

    [Fact]
    public void HandStartsOnItsOwnLine()
    {
        Assert.True(sizeof(Hand) <= Hand.SlotsOffset);
        Assert.Equal(0, Marshal.OffsetOf<CpuBlock>(nameof(CpuBlock.Count)));
        Assert.Equal(4, Marshal.OffsetOf<CpuBlock>(nameof(CpuBlock.Capacity)));
        Assert.Equal(512, CpuBlock.BytesFor(120));
        Assert.True(Hand.BytesFor(96) <= 512);
    }
}
