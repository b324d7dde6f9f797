using Xunit;

namespace Slabwise.Runtime.Tests;

public class HandleTests
{
    private struct Misused { public long A, B; }

    private struct Batched { public long A; }

    private struct WornOut { public long A; }

    private struct Raced { public long A; }

    private struct Plain { public long A, B, C; }

    [Fact]
    public void HandleIsEightBytes() => Assert.Equal(8, System.Runtime.CompilerServices.Unsafe.SizeOf<Pooled<Misused>>());

    [Fact]
    public void SecondReturnThrowsObjectDisposed()
    {
        Pooled<Misused> handle = StructPool<Misused>.Shared.Rent();
        StructPool<Misused>.Shared.Return(handle);
        var e = Assert.Throws<ObjectDisposedException>(() => StructPool<Misused>.Shared.Return(handle));
        Assert.Contains("returned already", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Misused), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UseAfterReturnThrowsObjectDisposed()
    {
        Pooled<Misused> handle = StructPool<Misused>.Shared.Rent();
        handle.Dispose();
        Assert.Throws<ObjectDisposedException>(() => handle.Value.A);
        Assert.False(handle.IsAlive);
        Assert.False(handle.TryReturn());
    }

    [Fact]
    public void StaleHandleStaysStaleWhenItsSlotIsRentedAgain()
    {
        Pooled<Misused> first = StructPool<Misused>.Shared.Rent();
        first.Dispose();
        Pooled<Misused> second = StructPool<Misused>.Shared.Rent();
        Assert.Equal((uint)first.ToBits(), (uint)second.ToBits());
        Assert.Throws<ObjectDisposedException>(() => first.Value.A);
        second.Dispose();
    }

    [Fact]
    public void DefaultHandleThrowsInvalidOperation()
    {
        Pooled<Misused> none = default;
        Assert.True(none.IsDefault);
        Assert.False(none.IsAlive);
        Assert.Contains("default", Assert.Throws<InvalidOperationException>(() => none.Value.A).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => StructPool<Misused>.Shared.Return(none));
        Assert.Throws<InvalidOperationException>(() => default(PooledLease<Misused>).Dispose());
    }

    [Theory]
    [InlineData(0x0000_0001_FFFF_FFFFUL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFFUL)]
    [InlineData(0x0000_0002_0000_0005UL)]
    [InlineData(0x7FFF_FFFF_0000_0001UL)]
    [InlineData(0x0000_0001_0000_0000UL)]
    public void ForgedHandleThrowsInvalidOperation(ulong bits)
    {
        Pooled<Misused> live = StructPool<Misused>.Shared.Rent();
        Pooled<Misused> forged = Pooled<Misused>.FromBits(bits);
        Assert.False(forged.IsAlive);
        Assert.Throws<InvalidOperationException>(() => forged.Value.A);
        Assert.Throws<InvalidOperationException>(() => forged.Dispose());
        live.Dispose();
    }

    [Fact]
    public void BitsComeBackAsTheSameHandle()
    {
        Pooled<Misused> handle = StructPool<Misused>.Shared.Rent();
        handle.Value.A = 42;
        Pooled<Misused> again = Pooled<Misused>.FromBits(handle.ToBits());
        Assert.Equal(handle, again);
        Assert.True(handle == again);
        Assert.Equal(handle.GetHashCode(), again.GetHashCode());
        Assert.Equal(42, again.Value.A);
        again.Dispose();
    }

    [Fact]
    public void BadElementOfABatchIsNamedByItsIndex()
    {
        StructPool<Batched> pool = StructPool<Batched>.Shared;
        var handles = new Pooled<Batched>[6];
        pool.Rent(handles);
        handles[3].Dispose();

        var e = Assert.Throws<ObjectDisposedException>(() => pool.Return(handles));
        Assert.Contains("index 3", e.Message, StringComparison.Ordinal);
        Assert.All(handles[..3], handle => Assert.False(handle.IsAlive));
        Assert.All(handles[4..], handle => Assert.True(handle.IsAlive));
        pool.Return(handles.AsSpan(4));
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void EmptyBatchIsLeftAlone()
    {
        StructPool<Batched>.Shared.Rent([]);
        StructPool<Batched>.Shared.Return([]);
    }

    [Fact]
    public void SlotWhoseGenerationsAreUsedUpIsRetired()
    {
        StructPool<WornOut> pool = StructPool<WornOut>.Shared;
        Pooled<WornOut> handle = pool.Rent();
        uint slot = (uint)handle.ToBits();
        StructPool<WornOut>.GenerationOf(slot) = uint.MaxValue - 2;
        Pooled<WornOut> last = Pooled<WornOut>.FromBits((ulong)(uint.MaxValue - 2) << 32 | slot);
        last.Dispose();

        Pooled<WornOut> next = pool.Rent();
        Assert.NotEqual(slot, (uint)next.ToBits());
        Assert.Equal(1, pool.GetStatistics().Retired);
        Assert.Throws<ObjectDisposedException>(() => last.Value.A);
        next.Dispose();

        var many = new Pooled<WornOut>[500];
        pool.Rent(many);
        Assert.DoesNotContain(many, other => (uint)other.ToBits() == slot);
        pool.Return(many);
        Assert.Equal(0, pool.GetStatistics().Rented);
    }

    [Fact]
    public void RacingDoubleReturnIsFoundAtTheNextRent()
    {
        StructPool<Raced> pool = StructPool<Raced>.Shared;
        Pooled<Raced> handle = pool.Rent();
        uint slot = (uint)handle.ToBits();

        // What a lost race leaves behind: both threads saw the live generation, both pushed the slot.
        handle.Dispose();
        StructPool<Raced>.GenerationOf(slot)--;
        handle.Dispose();

        Pooled<Raced> first = pool.Rent();
        var e = Assert.Throws<InvalidOperationException>(() => pool.Rent());
        Assert.Contains("twice", e.Message, StringComparison.Ordinal);
        first.Value.A = 1;
        first.Dispose();
        Pooled<Raced> a = pool.Rent(), b = pool.Rent();
        Assert.NotEqual(a, b);
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public void LeaseReturnsItsObject()
    {
        Pooled<Plain> handle;
        using (PooledLease<Plain> lease = StructPool<Plain>.Shared.Lease())
        {
            lease.Value.C = 3;
            handle = lease.Handle;
            Assert.True(handle.IsAlive);
        }

        Assert.False(handle.IsAlive);
    }

    [Fact]
    public void LeaseDisposedTwiceThrows()
    {
        PooledLease<Plain> lease = StructPool<Plain>.Shared.Lease();
        lease.Dispose();
        ObjectDisposedException? thrown = null;
        try
        {
            lease.Dispose();
        }
        catch (ObjectDisposedException e)
        {
            thrown = e;
        }

        Assert.NotNull(thrown);
        StructPool<Plain>.Shared.Validate();
    }

    [Fact]
    public void ValueRefersToTheSameMemoryAsPointer()
    {
        Pooled<Plain> handle = StructPool<Plain>.Shared.Rent();
        handle.Value.B = 17;
        unsafe
        {
            Assert.Equal(17, handle.Pointer->B);
        }

        handle.Dispose();
    }
}
