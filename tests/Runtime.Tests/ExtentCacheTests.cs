using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Heap;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Shared;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Freed large blocks in front of the page heap.</summary>
[Collection("heap")]
public unsafe class ExtentCacheTests
{
    private static HeapSpace Space
    {
        get
        {
            Assert.SkipUnless(NativeHeap.IsRanged, "there is no page heap");
            return HeapSpace.Started!;
        }
    }

    [Fact]
    public void EveryLengthIsTheLeastThatFits()
    {
        for (uint pages = ExtentSizes.LeastPages; pages <= ExtentSizes.LargestPages; pages++)
        {
            int size = ExtentSizes.Of(pages);
            Assert.InRange(size, 0, ExtentSizes.Count - 1);
            Assert.True(ExtentSizes.PagesOf(size) >= pages, $"{pages} pages do not fit {ExtentSizes.PagesOf(size)}");
            Assert.True(size == 0 || ExtentSizes.PagesOf(size - 1) < pages, $"{pages} pages would fit a shorter length");
            Assert.True((ExtentSizes.PagesOf(size) - pages) * 8 < pages, $"{pages} pages become {ExtentSizes.PagesOf(size)}");
        }

        Assert.Equal(ExtentSizes.LargestPages, ExtentSizes.PagesOf(ExtentSizes.Count - 1));
        Assert.Equal(ExtentSizes.LargestPages + 1, ExtentSizes.RoundUp(ExtentSizes.LargestPages + 1));
        Assert.Equal(3u, ExtentSizes.RoundUp(3));
    }

    [Fact]
    public void FreedBlockIsHandedOutAgainPastTheHeap()
    {
        ExtentHeap* extents = Space.Extents;
        int again = 0;
        for (int i = 0; i < 50; i++)
        {
            void* block = NativeHeap.Alloc(150_000);
            long free = extents->DirtyPages;
            NativeHeap.Free(block);
            if (extents->DirtyPages != free) continue;    // the block was this CPU's first, or another CPU's
            void* next = NativeHeap.Alloc(147_500);
            if (next == block) again++;
            NativeHeap.Free(next);
        }

        Assert.InRange(again, 1, 50);
        NativeHeap.Validate();
    }

    [Fact]
    public void CachedBlockIsNobodys()
    {
        HeapSpace space = Space;
        byte* block = (byte*)NativeHeap.Alloc(1_000_000);
        NativeHeap.Free(block);
        foreach (Action use in (Action[])[() => NativeHeap.Free(block), () => NativeHeap.UsableSize(block), () => NativeHeap.Realloc(block, 40_000), () => NativeHeap.Free(block + 4096)])
        {
            var e = Assert.Throws<InvalidOperationException>(use);
            Assert.Contains("freed already", e.Message, StringComparison.Ordinal);
        }

        NativeHeap.Validate();
        Assert.InRange(space.Cache->Count().Extents, 0, long.MaxValue);
    }

    [Fact]
    public void RacingDoubleFreeIsFoundAtTheNextAlloc()
    {
        ExtentCache* cache = Space.Cache;
        var blocks = new List<nint>();
        bool found = false;
        void*[] more = [NativeHeap.Alloc(200_000), NativeHeap.Alloc(200_000), NativeHeap.Alloc(200_000), NativeHeap.Alloc(200_000)];
        foreach (void* each in more) NativeHeap.Free(each);
        for (int round = 0; round < 20 && !found; round++)
        {
            blocks.Add((nint)NativeHeap.Alloc(200_000));    // leaves room for two entries
            void* block = NativeHeap.Alloc(200_000);
            NativeHeap.Free(block);
            uint page = (uint)(((nuint)block - (nuint)Space.Extents->Base) >> ExtentHeap.PageShift);
            int size = ExtentSizes.Of(Space.Extents->PagesOf(page));
            if (cache->Count().Extents == 0 || !KeepAgain(cache, size, page)) continue;
            for (int i = 0; i < 50 && !found; i++)
            {
                try
                {
                    blocks.Add((nint)NativeHeap.Alloc(200_000));
                }
                catch (InvalidOperationException e)
                {
                    Assert.Contains("twice", e.Message, StringComparison.Ordinal);
                    found = true;
                }
            }
        }

        Assert.True(found, "a block was handed out twice");
        foreach (nint each in blocks) NativeHeap.Free((void*)each);
        NativeHeap.Validate();
    }

    [Fact]
    public void ColdBlocksGoBackToTheHeapAndDecay()
    {
        HeapSpace space = Space;
        NativeHeap.Trim();
        void*[] blocks = [NativeHeap.Alloc(50_000), NativeHeap.Alloc(300_000), NativeHeap.Alloc(8 << 20)];
        foreach (void* block in blocks) NativeHeap.Free(block);
        for (int i = 0; i < 20 && space.Cache->ShrinkCold(); i++) { }
        Assert.Equal((0, 0), space.Cache->Count());
        Assert.True(space.Extents->DirtyPages > 0, "what was cached is not free");
        for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++) Assert.Equal(0, space.Cache->Taken(cpu));
        NativeHeap.Validate();
    }

    [Fact]
    public void CpuKeepsNoMoreThanItsBudget()
    {
        HeapSpace space = Space;
        for (int round = 0; round < 3; round++)
        {
            for (int size = 0; size < ExtentSizes.Count; size++)
            {
                var blocks = new nint[6];
                nuint bytes = (nuint)ExtentSizes.PagesOf(size) << ExtentHeap.PageShift;
                for (int i = 0; i < blocks.Length; i++) blocks[i] = (nint)NativeHeap.Alloc(bytes);
                foreach (nint block in blocks) NativeHeap.Free((void*)block);
                for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++) Assert.InRange(space.Cache->Taken(cpu), 0, ExtentCache.MostBytes);
            }
        }

        Assert.InRange(space.Cache->Count().Pages << ExtentHeap.PageShift, 1, CpuTopology.PossibleCpus * ExtentCache.MostBytes);
        NativeHeap.Validate();
        NativeHeap.Trim();
        Assert.Equal((0, 0), space.Cache->Count());
        Assert.Equal((0, 0), (space.Extents->DirtyPages, space.Extents->MuzzyPages));
        NativeHeap.Validate();
    }

    [Fact]
    public void WithoutDecayNothingWaits()
    {
        HeapSpace space = Space;
        int before = DecaySettings.DirtyMs;
        NativeHeap.Trim();
        DecaySettings.DirtyMs = 0;
        try
        {
            foreach (int size in (int[])[40_000, 200_000, 20_000_000])
            {
                void* block = NativeHeap.Alloc((nuint)size);
                NativeHeap.Free(block);
                Assert.Equal((0, 0), (space.Cache->Count().Extents, space.Extents->DirtyPages));
            }
        }
        finally
        {
            DecaySettings.DirtyMs = before;
        }

        NativeHeap.Validate();
    }

    [Fact]
    public void IdleProcessGivesPagesBackByItself()
    {
        HeapSpace space = Space;
        int before = DecaySettings.DirtyMs;
        NativeHeap.Trim();
        DecaySettings.DirtyMs = 64;
        try
        {
            void* block = NativeHeap.Alloc(20_000_000);
            NativeHeap.Free(block);
            SpinWait.SpinUntil(() => Volatile.Read(ref space.Extents->DirtyPages) == 0, TimeSpan.FromMinutes(2));
            Assert.Equal(0, space.Extents->DirtyPages);
        }
        finally
        {
            DecaySettings.DirtyMs = before;
        }

        NativeHeap.Validate();
    }

    [Fact]
    public void GrowingLargeBlockTakesItsPagesAlong()
    {
        HeapSpace space = Space;
        Assert.SkipUnless(OsMemory.Current is LinuxMemory, "the system moves no pages");
        long before = space.Extents->MovedExtents;
        byte* block = (byte*)NativeHeap.Alloc(2 << 20);
        void* wall = NativeHeap.Alloc(2 << 20);
        for (int size = 2 << 20; size <= 32 << 20; size *= 2)
        {
            if (size > 2 << 20) block = (byte*)NativeHeap.Realloc(block, (nuint)size);
            for (int at = 0; at < size / 2 && size > 2 << 20; at += 4096) Assert.Equal((byte)(at >> 12), block[at]);
            for (int at = 0; at < size; at += 4096) block[at] = (byte)(at >> 12);
        }

        Assert.InRange(space.Extents->MovedExtents, before, before + 1);
        NativeHeap.Free(block);
        NativeHeap.Free(wall);
        Assert.Equal(before, space.Extents->MovedExtents);
        NativeHeap.Validate();
    }

    private static bool KeepAgain(ExtentCache* cache, int size, uint page)
    {
        var table = (CpuTable*)(cache->Tables + size * cache->TableBytes);
        return RseqPath.IsActive ? RseqPath.TryKeep(table, page) : cache->TryKeepGated(size, page);
    }
}
