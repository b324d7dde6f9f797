using System.Runtime.InteropServices;
using Slabwise.AspNetCore.Kestrel;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class PinnedBlockTests
{
    [Fact]
    public void BlocksAreWholePagesThatDoNotOverlap()
    {
        PinnedBlock[] blocks = [.. Enumerable.Range(0, 200).Select(_ => PinnedBlock.Rent())];
        nint[] addresses = [.. blocks.Select(AddressOf).Order()];
        Assert.All(addresses, address => Assert.Equal(0, address % PinnedBlock.Bytes));
        Assert.All(addresses.Zip(addresses.Skip(1)), pair => Assert.True(pair.Second - pair.First >= PinnedBlock.Bytes));
        for (int at = 0; at < blocks.Length; at++) blocks[at].Memory.Span.Fill((byte)at);
        for (int at = 0; at < blocks.Length; at++) Assert.Equal(-1, blocks[at].Memory.Span.IndexOfAnyExcept((byte)at));
        foreach (PinnedBlock block in blocks) block.Dispose();
    }

    [Fact]
    public void PagesOfDroppedBlocksGoBackWhileTheirArrayLives()
    {
        if (!OperatingSystem.IsLinux() || Environment.SystemPageSize > PinnedBlock.Bytes) return;
        var chunk = new PinnedChunk();
        int kept = chunk.Take(), dropped = chunk.Take();
        chunk.MemoryOf(kept).Span.Fill(7);
        chunk.MemoryOf(dropped).Span.Fill(7);
        chunk.Discard(dropped);
        Assert.Equal(-1, chunk.MemoryOf(dropped).Span.IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, chunk.MemoryOf(kept).Span.IndexOfAnyExcept((byte)7));
        GC.Collect();
        chunk.MemoryOf(dropped).Span.Fill(8);
        Assert.Equal(-1, chunk.MemoryOf(dropped).Span.IndexOfAnyExcept((byte)8));
    }

    [Fact]
    public void ChunksGoWithTheLastOfTheirBlocks()
    {
        var chunks = new PinnedChunks();
        (PinnedChunk Chunk, int Place)[] blocks = [.. Enumerable.Range(0, 1000).Select(_ => (chunks.Take(out int place), place))];
        Assert.Equal(16, chunks.Count);
        Assert.Equal(1000, blocks.Distinct().Count());

        foreach ((PinnedChunk chunk, int place) in blocks[10..]) chunks.GiveBack(chunk, place);
        Assert.Equal(1, chunks.Count);
        Assert.Same(blocks[0].Chunk, chunks.Take(out int next));
        Assert.Equal(10, next);
        chunks.GiveBack(blocks[0].Chunk, next);
        foreach ((PinnedChunk chunk, int place) in blocks[..10]) chunks.GiveBack(chunk, place);
        Assert.Equal(0, chunks.Count);
    }

    private static nint AddressOf(PinnedBlock block)
    {
        Assert.True(MemoryMarshal.TryGetArray<byte>(block.Memory, out ArraySegment<byte> segment));
        return Marshal.UnsafeAddrOfPinnedArrayElement(segment.Array!, segment.Offset);
    }
}
