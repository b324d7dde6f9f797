using Slabwise.Os;
using Slabwise.Pages;
using Xunit;

namespace Slabwise.Runtime.Tests;

[Collection(nameof(RecordingMemory))]
public unsafe class NumaMetadataTests
{
    private static int s_number = 5000;

    // Numbers that no machine has and no other test uses: their lists are made here.
    private readonly MemoryNode _here = NextNode(), _there = NextNode();

    [Theory]
    [InlineData(64)]
    [InlineData(40_000)]
    [InlineData(300_000)]
    public void BlockOfANodeLiesInMemoryThatIsBoundToIt(int bytes)
    {
        using var memory = new RecordingMemory();
        byte* here = MetadataHeap.Alloc(bytes, _here), there = MetadataHeap.Alloc(bytes, _there), anywhere = MetadataHeap.Alloc(bytes);
        Assert.Equal(_here.Number, memory.NodeOf((nint)here));
        Assert.Equal(_here.Number, memory.NodeOf((nint)here + bytes - 1));
        Assert.Equal(_there.Number, memory.NodeOf((nint)there));
        Assert.Equal(-1, memory.NodeOf((nint)anywhere));
        MetadataHeap.Free(here, bytes, _here);
        MetadataHeap.Free(there, bytes, _there);
        MetadataHeap.Free(anywhere, bytes);
    }

    [Fact]
    public void FreedBlockComesBackOnItsOwnNodeOnly()
    {
        byte* block = MetadataHeap.Alloc(2000, _here);
        block[1999] = 1;
        MetadataHeap.Free(block, 2000, _here);
        byte* there = MetadataHeap.Alloc(2000, _there), anywhere = MetadataHeap.Alloc(2000), again = MetadataHeap.Alloc(2000, _here);
        Assert.NotEqual((nint)block, (nint)there);
        Assert.NotEqual((nint)block, (nint)anywhere);
        Assert.Equal((nint)block, (nint)again);
        Assert.Equal(0, again[1999]);
        MetadataHeap.Free(there, 2000, _there);
        MetadataHeap.Free(anywhere, 2000);
        MetadataHeap.Free(again, 2000, _here);
    }

    private static MemoryNode NextNode() => MemoryNode.Of(Interlocked.Increment(ref s_number));
}
