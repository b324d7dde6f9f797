using Slabwise.Caches;
using Slabwise.Pages;
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
        Extents->Validate();
        for (int c = 0; c < SizeClasses.Count; c++)
        {
            PoolCore* core = StartedCoreOf(c);
            if (core is null) continue;
            core->Slabs.Validate(NameOf(c), in core->Memory);
            List<uint> idle = IdleSlots.Of(core);
            long live = 0;
            for (int node = 0; node < core->Slabs.Tiers; node++)
            {
                (long slot, long end) = core->Slabs.SlotsOf(node, core->Memory.SlotShift);
                for (; slot < end; slot++) live += Classes[c].State[slot];
            }

            Require(core->Slabs.Used == live + idle.Count, c, $"{core->Slabs.Used} slots are out of the slabs, but {live} are live and {idle.Count} cached");
            foreach (uint slot in idle) Require(Classes[c].State[slot] == HeapClass.Free, c, $"slot {slot} is live and cached");
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
            return new HeapTotals("heap (system)", blocks, bytes, bytes, bytes, 0);
        }

        ExtentHeap* extents = space.Extents;
        long live = Volatile.Read(ref extents->LivePages) << ExtentHeap.PageShift;
        long resident = live + (Volatile.Read(ref extents->DirtyPages) << ExtentHeap.PageShift);
        return new HeapTotals("heap large", extents->LiveExtents, live, resident, Math.Max(resident, extents->CommittedBytes), extents->Discards);
    }

    private Exception DescribeSmall(void* ptr, nuint offset)
    {
        int c = (int)(offset >> ClassShift);
        PoolCore* core = StartedCoreOf(c);
        nuint within = (nuint)((byte*)ptr - Classes[c].Base), stride = (nuint)Classes[c].Stride, slot = within / stride;
        if (core is null || slot > uint.MaxValue || !core->Slabs.IsTouched((uint)slot, core->Memory.SlotShift)) return HeapMisuse.OfNeverAllocated(ptr);
        byte* block = (byte*)ptr - within % stride;
        return block == ptr ? HeapMisuse.OfFreed(ptr, stride) : HeapMisuse.OfInside(ptr, block, stride, Classes[c].State[slot] == HeapClass.Live);
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
