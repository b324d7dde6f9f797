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
    public void PagesBeyondTheBoundGoBackAtOnce()
    {
        using var heap = new Extents();
        uint pages = (32 << 20) / ExtentHeap.PageBytes, extent = heap.Alloc(pages), wall = heap.Alloc(1);
        byte* last = heap.Value->Base + ((long)extent + pages - 1) * ExtentHeap.PageBytes;
        *last = 9;
        heap.Free(extent);
        Assert.Equal(0, heap.Value->DirtyPages);
        Assert.Equal(extent, heap.Alloc(pages));
        Assert.Equal(0, *last);
        Assert.False(heap.Value->WasDirty(extent));
        heap.Validate();
        heap.Free(wall);
    }

    [Fact]
    public void FewIdlePagesStayUntilAskedFor()
    {
        using var heap = new Extents();
        uint extent = heap.Alloc(100);
        *(heap.Value->Base + (long)extent * ExtentHeap.PageBytes) = 9;
        heap.Free(extent);
        Assert.Equal(100, heap.Value->DirtyPages);
        Assert.Equal(100L * ExtentHeap.PageBytes, heap.Value->Discard(0));
        Assert.Equal(0, heap.Value->DirtyPages);
        heap.Validate();
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
                    heap.Value->Discard(random.Next(500));
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
