using System.Buffers;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class SlabBufferWriterTests
{
    [Fact]
    public void WhatIsWrittenComesBackWhole()
    {
        using var writer = new SlabBufferWriter();
        var random = new Random(1);
        var expected = new List<byte>();
        while (expected.Count < 500_000)
        {
            byte[] bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            expected.AddRange(bytes);
            if (bytes.Length % 2 == 0)
            {
                bytes.CopyTo(writer.GetSpan(bytes.Length));
                writer.Advance(bytes.Length);
            }
            else
            {
                writer.Write(bytes);
            }
        }

        Assert.Equal(expected.Count, writer.WrittenCount);
        Assert.True(writer.WrittenSpan.SequenceEqual(expected.ToArray()));
        Assert.Equal(writer.Capacity, writer.WrittenCount + writer.FreeCapacity);
    }

    [Fact]
    public void MemoryFindsItsBytesAfterGrowth()
    {
        using var writer = new SlabBufferWriter(100);
        Memory<byte> first = writer.GetMemory(10)[..10];
        first.Span.Fill(3);
        writer.Advance(10);
        writer.GetSpan(2_000_000);
        Assert.Equal(-1, first.Span.IndexOfAnyExcept((byte)3));
        Assert.True(writer.WrittenMemory.Span.SequenceEqual(first.Span));
        using MemoryHandle handle = first[5..].Pin();
        unsafe
        {
            Assert.Equal(3, *(byte*)handle.Pointer);
        }
    }

    [Fact]
    public void ClearForgetsAndClears()
    {
        using var writer = new SlabBufferWriter();
        writer.Write("secret"u8);
        int capacity = writer.Capacity;
        writer.Clear();
        Assert.Equal(0, writer.WrittenCount);
        Assert.Equal(-1, writer.GetSpan()[..6].IndexOfAnyExcept((byte)0));
        writer.Write("again"u8);
        writer.ResetWrittenCount();
        Assert.True(writer.GetSpan()[..5].SequenceEqual("again"u8));
        Assert.Equal(capacity, writer.Capacity);
    }

    [Fact]
    public void BadCountsAreRefused()
    {
        using var writer = new SlabBufferWriter();
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlabBufferWriter(-1));
        Assert.Throws<InvalidOperationException>(() => writer.Advance(1));
        writer.GetSpan(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetSpan(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetMemory(-1));
        var e = Assert.Throws<InvalidOperationException>(() => writer.Advance(writer.FreeCapacity + 1));
        Assert.Contains($"{writer.FreeCapacity:N0}", e.Message, StringComparison.Ordinal);
        writer.Advance(writer.FreeCapacity);
        Assert.True(writer.GetSpan().Length > 0);
        Assert.Throws<OutOfMemoryException>(() => writer.GetSpan(int.MaxValue));
    }

    [Fact]
    public void DisposedWriterIsRefused()
    {
        var writer = new SlabBufferWriter();
        writer.Write("x"u8);
        ReadOnlyMemory<byte> written = writer.WrittenMemory;
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.GetSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => writer.GetMemory(5).Length);
        Assert.Throws<ObjectDisposedException>(() => writer.Advance(0));
        Assert.Throws<ObjectDisposedException>(() => writer.WrittenSpan.Length);
        Assert.Throws<ObjectDisposedException>(() => writer.WrittenMemory.Length);
        Assert.Throws<ObjectDisposedException>(writer.Clear);
        Assert.Throws<ObjectDisposedException>(writer.ResetWrittenCount);
        Assert.Throws<ObjectDisposedException>(() => written.Span.Length);
    }
}
