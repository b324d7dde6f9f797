using Slabwise.Caches;
using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise.Heap;

/// <content>What is wrong with an address, and the walk that holds the equations.</content>
internal sealed unsafe partial class HeapSpace
{
    /// <summary>Says why an address is not that of a live block.</summary>
    public Exception Describe(void* ptr)
    {
        if (!IsRanged) return HeapMisuse.OfForeign(ptr);
        nuint offset = (nuint)ptr - (nuint)Base;
        if (offset < ClassBytes) return DescribeSmall(ptr, offset);
        offset = (nuint)ptr - (nuint)Extents->Base;
        return offset < Extents->Bytes ? DescribeLarge(ptr, offset) : HeapMisuse.OfForeign(ptr);
    }

    /// <summary>Holds every class's equations, those of the extents, and that exactly the slots that users have are live.</summary>
    public void Validate()
    {
        (long cached, long kept) = CountCached();
        if (cached != kept) throw new InvalidOperationException($"Large blocks: {cached} pages are said to be cached, {kept} are.");
        for (int c = 0; c < SizeClasses.Count; c++)
        {
            PoolCore* core = StartedCoreOf(c);
            if (core is null) continue;
            core->Slabs.Validate(NameOf(c), in core->Memory);
            List<uint> idle = IdleSlots.Of(core, out long used);
            long live = 0;
            for (int node = 0; node < core->Slabs.Tiers; node++)
            {
                (long slot, long end) = core->Slabs.SlotsOf(node, core->Memory.SlotShift);
                for (; slot < end; slot++) live += Classes[c].State[slot] == HeapClass.Free ? 0 : 1;
            }

            Require(used == live + idle.Count, c, $"{used} slots are out of the slabs, but {live} are live and {idle.Count} cached");
            foreach (uint slot in idle) Require(Classes[c].State[slot] == HeapClass.Free, c, $"slot {slot} is live and cached");
        }
    }

    // Rest is the users': the care may shrink a cold cache at any time, and what it moves between two counts is in only one of them.
    private (long Said, long Kept) CountCached()
    {
        Cache->Hold();
        try
        {
            return (Extents->Validate(), Cache->Count().Pages);
        }
        finally
        {
            Cache->LetGo();
        }
    }

    /// <summary>What lies outside of the size classes; null before the heap's first use, which asking does not start.</summary>
    public static HeapTotals? TotalsOfStarted()
    {
        HeapSpace? space = Started;
        if (space is null) return null;
        if (!space.IsRanged)
        {
            (long blocks, long bytes) = FramedHeap.Live;
            return new HeapTotals("heap (system)", blocks, bytes, 0, new PageCounts(bytes, 0, 0, 0), 0, 0);
        }

        ExtentHeap* extents = space.Extents;
        PageCounts pages = extents->Count();
        (long cachedPages, long cached) = space.Cache->Count();

        // The cache is counted a moment later: what was freed into it meanwhile is not in the pages' count of what is active.
        long cachedBytes = Math.Min(cachedPages << ExtentHeap.PageShift, pages.Active);
        return new HeapTotals("heap large", Math.Max(0, Volatile.Read(ref extents->LiveExtents) - cached), pages.Active - cachedBytes, cachedBytes, pages, extents->Discards, extents->UsedDirectoryBytes);
    }

    /// <summary>Bytes of the live bytes in use of a size class's blocks, at most: whole pages up to the highest slot that was ever handed out.</summary>
    public static long StateBytesOf(PoolCore* core) =>
        (core->Slabs.SlotsTouched + PageBytes - 1) & -(long)PageBytes;

    private Exception DescribeSmall(void* ptr, nuint offset)
    {
        int c = (int)(offset >> ClassShift);
        PoolCore* core = StartedCoreOf(c);
        nuint within = (nuint)((byte*)ptr - Classes[c].Base), stride = (nuint)Classes[c].Stride, slot = within / stride;
        if (core is null || slot > uint.MaxValue || !core->Slabs.IsTouched((uint)slot, core->Memory.SlotShift)) return HeapMisuse.OfNeverAllocated(ptr);
        byte* block = (byte*)ptr - within % stride;
        return block == ptr ? HeapMisuse.OfFreed(ptr, stride) : HeapMisuse.OfInside(ptr, block, stride, Classes[c].State[slot] != HeapClass.Free);
    }

    private Exception DescribeLarge(void* ptr, nuint offset)
    {
        uint page = (uint)(offset >> ExtentHeap.PageShift), first = Extents->FirstOf(page);
        if (first == 0) return HeapMisuse.OfNeverAllocated(ptr);
        byte* block = Extents->Base + ((nuint)first << ExtentHeap.PageShift);
        nuint size = (nuint)Extents->PagesOf(first) << ExtentHeap.PageShift;
        if (Extents->IsLive(first)) return HeapMisuse.OfInside(ptr, block, size, live: true);

        // Free extents grow together: which block lay here is not known any more.
        return HeapMisuse.OfFreedLarge(ptr);
    }

    private static void Require(bool holds, int sizeClass, string claim)
    {
        if (!holds) throw new InvalidOperationException($"{NameOf(sizeClass)}: {claim}.");
    }
}
