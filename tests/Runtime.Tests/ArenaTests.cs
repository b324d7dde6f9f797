using Xunit;

namespace Slabwise.Runtime.Tests;

public unsafe class ArenaTests
{
    [Fact]
    public void BlocksNeitherOverlapNorMisalign()
    {
        using var arena = new Arena();
        var random = new Random(1);
        var blocks = new List<(nint Address, int Size)>();
        for (int i = 0; i < 3000; i++)
        {
            int size = random.Next(i % 100 == 0 ? 200_000 : 300), alignment = 1 << random.Next(0, 13);
            nint address = (nint)arena.Alloc((nuint)size, (nuint)alignment);
            Assert.Equal(0, address % alignment);
            new Span<byte>((void*)address, size).Fill((byte)i);
            blocks.Add((address, size));
        }

        for (int i = 0; i < blocks.Count; i++)
            Assert.Equal(-1, new Span<byte>((void*)blocks[i].Address, blocks[i].Size).IndexOfAnyExcept((byte)i));
        Assert.Equal(blocks.Count, blocks.Select(block => block.Address).Distinct().Count());
    }

    [Fact]
    public void ValuesAndSpansComeTyped()
    {
        using var arena = new Arena(100);
        ref long value = ref arena.Alloc<long>();
        value = 5;
        Span<Guid> guids = arena.Alloc<Guid>(100);
        guids.Fill(Guid.AllBitsSet);
        Assert.Equal(5, value);
        Assert.Equal(0, arena.Alloc<int>(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => arena.Alloc<int>(-1));
        Assert.Throws<OutOfMemoryException>(() => arena.Alloc(nuint.MaxValue));
        Assert.Throws<OutOfMemoryException>(() => arena.Alloc(nuint.MaxValue - 4, 64));
        Assert.Throws<ArgumentException>(() => arena.Alloc(8, 3));
        Assert.Throws<ArgumentException>(() => arena.Alloc(8, 0));
        Assert.True(arena.Alloc<long>(2).Length == 2, "a refused allocation leaves the arena usable");
    }

    [Fact]
    public void ScopeGivesItsBytesBack()
    {
        using var arena = new Arena();
        nint before = (nint)arena.Alloc(16);
        for (int round = 0; round < 100; round++)
        {
            using (arena.BeginScope())
            {
                Assert.Equal(before + 16, (nint)arena.Alloc(1000));
                using (arena.BeginScope()) arena.Alloc(50_000);
                Assert.Equal(before + 1024, (nint)arena.Alloc(16));
            }
        }

        Assert.InRange(arena.ReservedBytes, 4096u, 200_000u);
        Assert.Equal(before + 16, (nint)arena.Alloc(16));
    }

    [Fact]
    public void ScopeOfAnEmptyArenaEndsEmpty()
    {
        using var arena = new Arena();
        using (arena.BeginScope()) arena.Alloc(10_000);
        using (arena.BeginScope()) arena.Alloc(10);
        Assert.True(arena.Alloc(10) is not null);
    }

    [Fact]
    public void ScopesThatEndOutOfOrderAreRefused()
    {
        using var arena = new Arena();
        ArenaScope outer = arena.BeginScope();
        ArenaScope inner = arena.BeginScope();
        ArenaScope copy = inner;
        string? message = null;
        try
        {
            outer.Dispose();
        }
        catch (InvalidOperationException e)
        {
            message = e.Message;
        }

        Assert.Contains("reverse", message, StringComparison.Ordinal);
        inner.Dispose();
        inner.Dispose();
        message = null;
        try
        {
            copy.Dispose();
        }
        catch (InvalidOperationException e)
        {
            message = e.Message;
        }

        Assert.Contains("ended already", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(arena.Reset);
        outer.Dispose();
        arena.Reset();
    }

    [Fact]
    public void ResetKeepsLittleAndStartsOver()
    {
        using var arena = new Arena();
        nint first = (nint)arena.Alloc(100);
        for (int i = 0; i < 1000; i++) arena.Alloc(10_000);
        nuint full = arena.ReservedBytes;
        arena.Reset();
        Assert.InRange(arena.ReservedBytes, 1u, full / 100);
        Assert.Equal(first, (nint)arena.Alloc(100));
    }

    [Fact]
    public void OtherThreadIsRefused()
    {
        using var arena = new Arena();
        arena.Alloc(10);
        TestPools.OnThreads(1, _ =>
        {
            var e = Assert.Throws<InvalidOperationException>(() => arena.Alloc(1));
            Assert.Contains("belongs to thread", e.Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => arena.Alloc<int>());
            Assert.Throws<InvalidOperationException>(() => arena.BeginScope().Dispose());
            Assert.Throws<InvalidOperationException>(arena.Reset);
            Assert.Throws<InvalidOperationException>(arena.Dispose);
        });
        arena.Alloc(10);
    }

    [Fact]
    public void DisposedArenaIsRefused()
    {
        var arena = new Arena();
        arena.Alloc(10);
        arena.Dispose();
        arena.Dispose();
        Assert.Throws<ObjectDisposedException>(() => arena.Alloc(1));
        Assert.Throws<ObjectDisposedException>(() => arena.Alloc(0));
        Assert.Throws<ObjectDisposedException>(() => arena.Alloc<int>(5));
        Assert.Throws<ObjectDisposedException>(() => arena.BeginScope().Dispose());
        Assert.Throws<ObjectDisposedException>(arena.Reset);
        Assert.Equal(0u, arena.ReservedBytes);
    }
}
