using Slabwise.Pages;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>The page heap by itself, in a range of its own.</summary>
public unsafe class ExtentHeapTests
{
    private const int RangePages = 1 << 16;

    [Fact]
    public void NeighboursGrowTogetherOnEitherSide()
    {
        using var heap = new Extents();
        uint a = heap.Alloc(10), b = heap.Alloc(20), c = heap.Alloc(30), d = heap.Alloc(40);
        Assert.Equal([a + 10, a + 30, a + 60], (uint[])[b, c, d]);
        heap.Free(a);
        heap.Free(c);
        heap.Free(b);
        Assert.Equal(a, heap.Alloc(60));
        heap.Validate();
    }

    [Fact]
    public void SmallestThatFitsIsTakenAndTheLowestOfEquals()
    {
        using var heap = new Extents();
        uint large = heap.Alloc(50), wall1 = heap.Alloc(1), first = heap.Alloc(20), wall2 = heap.Alloc(1), second = heap.Alloc(20), wall3 = heap.Alloc(1);
        foreach (uint each in (uint[])[second, large, first]) heap.Free(each);
        Assert.Equal(first, heap.Alloc(15));
        Assert.Equal(second, heap.Alloc(15));
        Assert.Equal(large, heap.Alloc(15));
        heap.Validate();
        foreach (uint each in (uint[])[wall1, wall2, wall3]) heap.Free(each);
        heap.Validate();
    }

    [Fact]
    public void BlockGrowsWhereItsRightNeighbourIsFree()
    {
        using var heap = new Extents();
        uint a = heap.Alloc(10), b = heap.Alloc(10), c = heap.Alloc(10);
        Assert.False(heap.Value->TryResize(a, 11));
        heap.Free(b);
        Assert.True(heap.Value->TryResize(a, 15));
        Assert.Equal(15u, heap.Value->PagesOf(a));
        heap.Validate();
        Assert.True(heap.Value->TryResize(a, 20));
        Assert.False(heap.Value->TryResize(a, 21));
        Assert.True(heap.Value->TryResize(c, 1000), "nothing lies behind the last block");
        heap.Validate();
        Assert.True(heap.Value->TryResize(c, 1));
        Assert.True(heap.Value->TryResize(a, 3));
        Assert.Equal(a + 3, heap.Alloc(17));
        heap.Validate();
    }

    [Fact]
    public void RangeRunsOutWithoutHarm()
    {
        using var heap = new Extents();
        Assert.Equal(0u, heap.Value->Alloc(RangePages, 1));
        uint all = heap.Alloc(RangePages - 1);
        Assert.Equal(0u, heap.Value->Alloc(1, 1));
        Assert.False(heap.Value->TryResize(all, RangePages));
        heap.Validate();
        heap.Free(all);
        Assert.Equal(0u, heap.Value->Alloc(1, 1u << 31));
        heap.Validate();
    }

    [Fact]
    public void FreePagesStayUntilTheyHaveDecayed()
    {
        using var heap = new Extents();
        uint extent = heap.Alloc(3200), wall = heap.Alloc(1);
        byte* last = heap.Value->Base + ((long)extent + 3199) * ExtentHeap.PageBytes;
        *last = 9;
        Assert.False(heap.Value->TryDecay(0, 3200, 0), "nothing is free");
        heap.Free(extent);
        Assert.True(heap.Value->TryDecay(1000, 3200, 0));
        Assert.Equal(3200, heap.Value->DirtyPages);
        Assert.True(heap.Value->TryDecay(2600, 3200, 0));
        Assert.Equal(1600, heap.Value->DirtyPages);
        heap.Validate();
        Assert.False(heap.Value->TryDecay(4300, 3200, 0));
        Assert.Equal(0, heap.Value->DirtyPages);
        Assert.Equal(extent, heap.Alloc(3200));
        Assert.Equal(0, *last);
        Assert.False(heap.Value->WasWritten(extent));
        heap.Validate();
        heap.Free(wall);
    }

    [Fact]
    public void DirtyPagesBecomeMuzzyAndThenClean()
    {
        using var heap = new Extents();
        uint extent = heap.Alloc(320);
        heap.Free(extent);
        _ = heap.Value->TryDecay(0, 320, 640);
        Assert.True(heap.Value->TryDecay(400, 320, 640));
        Assert.Equal((0, 320), (heap.Value->DirtyPages, heap.Value->MuzzyPages));
        heap.Validate();
        Assert.Equal(new PageCounts(0, 0, 320 * ExtentHeap.PageBytes, heap.Value->CommittedBytes - 320 * ExtentHeap.PageBytes), heap.Value->Count());
        Assert.True(heap.Value->TryDecay(730, 320, 640));
        Assert.InRange(heap.Value->MuzzyPages, 100, 220);
        heap.Validate();
        Assert.False(heap.Value->TryDecay(1100, 320, 640));
        Assert.Equal(0, heap.Value->MuzzyPages);
        heap.Validate();
    }

    [Fact]
    public void MuzzyPagesAreUsedBeforeCleanOnesAndMayHoldAnything()
    {
        using var heap = new Extents();
        uint clean = heap.Alloc(20), wall1 = heap.Alloc(1), muzzy = heap.Alloc(30), wall2 = heap.Alloc(1);
        heap.Free(clean);
        Assert.True(heap.Value->Purge() > 0);
        heap.Free(muzzy);
        _ = heap.Value->TryDecay(0, 0, -1);
        Assert.Equal(30, heap.Value->MuzzyPages);
        Assert.Equal(muzzy, heap.Alloc(20));
        Assert.True(heap.Value->WasWritten(muzzy));
        Assert.Equal(10, heap.Value->MuzzyPages);
        heap.Validate();
        heap.Free(muzzy);
        Assert.Equal((20, 10), (heap.Value->DirtyPages, heap.Value->MuzzyPages));
        Assert.Equal(30L * ExtentHeap.PageBytes, heap.Value->Purge());
        Assert.Equal((0, 0), (heap.Value->DirtyPages, heap.Value->MuzzyPages));
        heap.Validate();
        foreach (uint each in (uint[])[wall1, wall2]) heap.Free(each);
    }

    [Fact]
    public void OldestFreePagesGoFirst()
    {
        using var heap = new Extents();
        uint first = heap.Alloc(10), wall1 = heap.Alloc(1), second = heap.Alloc(40), wall2 = heap.Alloc(1), third = heap.Alloc(20), wall3 = heap.Alloc(1);
        heap.Free(second);
        heap.Free(first);
        heap.Free(third);
        _ = heap.Value->TryDecay(0, 3200, 0);
        _ = heap.Value->TryDecay(1600, 3200, 0);    // 35 of 70 have to go
        Assert.Equal(35, heap.Value->DirtyPages);
        Assert.Equal(first, heap.Alloc(10));
        Assert.True(heap.Value->WasWritten(first + 9));
        Assert.Equal(third, heap.Alloc(20));
        Assert.True(heap.Value->WasWritten(third + 19));
        Assert.Equal(second, heap.Alloc(40));
        Assert.True(heap.Value->WasWritten(second + 4));
        Assert.False(heap.Value->WasWritten(second + 5), "the highest pages of the oldest extent are not what went");
        heap.Validate();
        foreach (uint each in (uint[])[wall1, wall2, wall3]) heap.Free(each);
    }

    [Fact]
    public void BlockIsLaidOnPagesThatAreThere()
    {
        using var heap = new Extents();
        uint low = heap.Alloc(100), high = heap.Alloc(20), wall = heap.Alloc(1);
        heap.Free(low);
        heap.Value->Purge();
        heap.Free(high);
        Assert.Equal(20, heap.Value->DirtyPages);
        uint block = heap.Alloc(15);
        Assert.Equal(high, block);
        Assert.Equal(5, heap.Value->DirtyPages);
        heap.Validate();
        heap.Free(block);
        heap.Free(wall);
    }

    [Fact]
    public void LargeBlocksStartAtHugePages()
    {
        using var heap = new Extents();
        uint small = heap.Alloc(3), large = heap.Alloc(600);
        Assert.Equal(0, (nint)(heap.Value->Base + (long)large * ExtentHeap.PageBytes) % (2 << 20));
        heap.Validate();
        Assert.Equal(small + 3, heap.Alloc(100));
        heap.Validate();
    }

    [Fact]
    public void OnePageInTheMiddlePinsNothingElse()
    {
        using var heap = new Extents();
        uint[] blocks = [.. Enumerable.Range(0, 101).Select(_ => heap.Alloc(50))];
        for (int i = 0; i < blocks.Length; i++)
        {
            if (i != 50) heap.Free(blocks[i]);
        }

        Assert.Equal(5000L * ExtentHeap.PageBytes, heap.Value->Purge());
        Assert.Equal(50, heap.Value->LivePages);
        heap.Validate();
    }

    [Fact]
    public void MovedPagesKeepWhatIsOnThemAndLeaveNothingBehind()
    {
        using var heap = new Extents();
        uint from = heap.Alloc(300), wall = heap.Alloc(1);
        var bytes = new Span<byte>(heap.Value->Base + (long)from * ExtentHeap.PageBytes, 300 * ExtentHeap.PageBytes);
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 7 >> 3);
        uint to = heap.Alloc(1000);
        Assert.True(heap.Value->TryMove(from, to));
        var moved = new Span<byte>(heap.Value->Base + (long)to * ExtentHeap.PageBytes, bytes.Length);
        for (int i = 0; i < moved.Length; i++) Assert.Equal((byte)(i * 7 >> 3), moved[i]);
        heap.Validate();
        Assert.Equal((1001, 0), (heap.Value->LivePages, heap.Value->DirtyPages));
        Assert.Equal(from, heap.Alloc(300));
        Assert.False(heap.Value->WasWritten(from));
        Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));

        // What lies in a mapping of its own goes back whole, shortened or not.
        Assert.True(heap.Value->TryResize(to, 500));
        heap.Validate();
        heap.Free(to);
        Assert.Equal((0, 0), (heap.Value->DirtyPages, heap.Value->MovedExtents));
        Assert.Equal(-1, moved.IndexOfAnyExcept((byte)0));
        heap.Validate();
        heap.Free(wall);
    }

    [Fact]
    public void InsideOfAnExtentIsNoBlock()
    {
        using var heap = new Extents();
        uint a = heap.Alloc(10);
        for (uint page = a + 1; page < a + 12; page++) Assert.False(heap.Value->TryFree(page));
        Assert.Equal(a, heap.Value->FirstOf(a + 9));
        heap.Free(a);
        Assert.False(heap.Value->TryFree(a));
        heap.Validate();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomUseKeepsEveryEquation(int seed)
    {
        using var heap = new Extents();
        var random = new Random(seed);
        var live = new Dictionary<uint, uint>();
        for (int step = 0; step < 6000; step++)
        {
            int what = random.Next(100);
            if (what < 50)
            {
                uint pages = (uint)random.Next(1, what < 5 ? 2000 : 40), aligned = 1u << random.Next(0, 5);
                uint page = heap.Value->Alloc(pages, aligned);
                if (page == 0) continue;
                Assert.Equal(0u, (uint)((nint)heap.Value->Base >> ExtentHeap.PageShift) + page & (aligned - 1));
                foreach ((uint other, uint length) in live) Assert.True(page + pages <= other || other + length <= page, "two blocks overlap");
                live.Add(page, pages);
            }
            else if (live.Count > 0)
            {
                uint page = live.Keys.ElementAt(random.Next(live.Count));
                if (what < 85)
                {
                    Assert.True(heap.Value->TryFree(page));
                    live.Remove(page);
                }
                else if (what < 98)
                {
                    uint pages = (uint)random.Next(1, 60);
                    if (heap.Value->TryResize(page, pages)) live[page] = pages;
                    Assert.Equal(live[page], heap.Value->PagesOf(page));
                }
                else
                {
                    heap.Value->Purge();
                }
            }

            if (step % 20 == 0) heap.Validate();
        }

        foreach (uint page in live.Keys) Assert.True(heap.Value->TryFree(page));
        heap.Validate();
        Assert.Equal(0, heap.Value->LivePages);
        Assert.Equal(1u, heap.Alloc(heap.Value->Frontier - 1));
    }

    private sealed class Extents : IDisposable
    {
        public readonly ExtentHeap* Value;

        public Extents()
        {
            Assert.SkipUnless(Os.OsMemory.Current is Os.LinuxMemory, "there is no address space to reserve");
            Value = (ExtentHeap*)MetadataHeap.Alloc(sizeof(ExtentHeap));
            Assert.True(Value->TryInitialize((nint)RangePages * ExtentHeap.PageBytes));
        }

        public uint Alloc(uint pages)
        {
            uint page = Value->Alloc(pages, 1);
            Assert.NotEqual(0u, page);
            return page;
        }

        public void Free(uint page) => Assert.True(Value->TryFree(page));

        public void Validate() => Value->Validate();

        public void Dispose()
        {
            Value->Close();
            MetadataHeap.Free(Value, sizeof(ExtentHeap));
        }
    }
}
