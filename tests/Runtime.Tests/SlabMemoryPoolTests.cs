using System.Buffers;
using System.Runtime.CompilerServices;
using Xunit;

namespace Slabwise.Runtime.Tests;

[Collection("heap")]
public class SlabMemoryPoolTests
{
    [Fact]
    public void SharedReplacesTheBasesByName()
    {
        Assert.NotSame(MemoryPool<byte>.Shared, SlabMemoryPool.Shared);
        using IMemoryOwner<byte> owner = SlabMemoryPool.Shared.Rent();
        Assert.True(owner.Memory.Length >= 4096);
        SlabMemoryPool.Shared.Dispose();
        SlabMemoryPool.Shared.Rent(1).Dispose();
        Assert.Equal(int.MaxValue, SlabMemoryPool.Shared.MaxBufferSize);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void BufferHoldsWhatWasAskedFor(int size)
    {
        using var pool = new SlabMemoryPool();
        using IMemoryOwner<byte> owner = pool.Rent(size);
        Assert.True(owner.Memory.Length >= size);
        owner.Memory.Span.Fill(7);
        Assert.Equal(1, pool.Rented);
        using MemoryHandle handle = owner.Memory[(owner.Memory.Length / 2)..].Pin();
        unsafe
        {
            if (size > 0) Assert.Equal(7, *(byte*)handle.Pointer);
        }
    }

    [Fact]
    public void SecondDisposeIsRefused()
    {
        using var pool = new SlabMemoryPool();
        IMemoryOwner<byte> owner = pool.Rent();
        Memory<byte> memory = owner.Memory, part = memory[10..20];
        owner.Dispose();
        Assert.Throws<ObjectDisposedException>(owner.Dispose);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => part.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin().Dispose());
        Assert.Throws<ObjectDisposedException>(() => owner.Memory.Length);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void StaleOwnerIsKnownForTheWholeQuarantine()
    {
        using var pool = new SlabMemoryPool();
        for (int i = 0; i < 2 * SlabMemoryPool.Quarantine; i++) pool.Rent(8).Dispose();
        IMemoryOwner<byte> stale = pool.Rent(8);
        stale.Dispose();
        for (int i = 0; i < SlabMemoryPool.Quarantine - 1; i++)
        {
            IMemoryOwner<byte> next = pool.Rent(8);
            Assert.NotSame(stale, next);
            Assert.Throws<ObjectDisposedException>(stale.Dispose);
            next.Dispose();
        }
    }

    [Fact]
    public void WarmRentAllocatesNothingOnTheGcHeap()
    {
        using var pool = new SlabMemoryPool();
        for (int i = 0; i < 1000; i++) pool.Rent(i).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) pool.Rent(i).Dispose();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void RacingDisposalsFreeOnce()
    {
        using var pool = new SlabMemoryPool();
        int refused = 0;
        for (int round = 0; round < 200; round++)
        {
            IMemoryOwner<byte> owner = pool.Rent(64);
            TestPools.OnThreads(2, _ =>
            {
                try
                {
                    owner.Dispose();
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            });
        }

        Assert.Equal(200, refused);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void ForgottenOwnerIsCounted()
    {
        using var pool = new SlabMemoryPool();
        Forget(pool);
        TestPools.CollectDeadThreads();
        Assert.Equal(10, pool.Forgotten);
        Assert.Equal(10, pool.Rented);
    }

    [Fact]
    public void BadSizesAndDisposedPoolsAreRefused()
    {
        var pool = new SlabMemoryPool();
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(-2));
        IMemoryOwner<byte> owner = pool.Rent(10);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent(10));
        owner.Memory.Span.Fill(1);
        owner.Dispose();
        Assert.Throws<ObjectDisposedException>(owner.Dispose);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(SlabMemoryPool pool)
    {
        for (int i = 0; i < 10; i++) pool.Rent(5000);
    }
}
