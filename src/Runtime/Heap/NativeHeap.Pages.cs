using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Heap;
using Slabwise.Heap.Guards;
using Slabwise.Pages;
using Slabwise.Shared;

namespace Slabwise;

/// <content>Large blocks: out of what this CPU freed, else out of the page heap.</content>
public static unsafe partial class NativeHeap
{
    // A block of this size that this CPU freed; null where it has none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void* TryTakeCached(nuint byteCount)
    {
        nuint last = byteCount - 1 >> ExtentHeap.PageShift;
        if (last >= ExtentSizes.LargestPages) return null;
        int size = ExtentSizes.Of((uint)last + 1);
        uint page = RseqPath.IsActive ? RseqPath.Take(TableOf(size)) : s_cache->TakeGated(size);
        if (page == 0) return null;
        byte* block = s_pages + ((nuint)page << ExtentHeap.PageShift);
        if (!ExtentHeap.TryUncache(s_states, s_directory, page, size)) HeapMisuse.ThrowDoubleFreeFound(block, (int)ExtentSizes.PagesOf(size) << ExtentHeap.PageShift);
        return block;
    }

    // An address within the pages' range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FreePages(void* ptr)
    {
        nuint offset = (nuint)ptr - (nuint)s_pages;
        uint page = (uint)(offset >> ExtentHeap.PageShift);
        int size = -1;
        if ((offset & (HeapSpace.PageBytes - 1)) != 0 || (size = ExtentHeap.TryCache(s_states, page)) < 0)
        {
            FreePagesRarely(ptr);
            return;
        }

        bool kept = RseqPath.IsActive ? RseqPath.TryKeep(TableOf(size), page) : s_cache->TryKeepGated(size, page);
        if (!kept) KeepMoreOrFree(page, size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepMoreOrFree(uint page, int size)
    {
        if (!s_cache->TryKeepMore(page, size)) s_extents->TryFreeCached(page);
    }

    // Larger than the cache takes, moved, guarded, or misused.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FreePagesRarely(void* ptr)
    {
        if (GuardSpace.Owns(ptr))
        {
            GuardSpace.Release(ptr);
            return;
        }

        // Before the pages are free: another thread that gets them may sample its block at the same address.
        if (SampledBlocks.Any) SampledBlocks.Remove(ptr);
        if (!s_space.TryFreePages(ptr)) ThrowMisuse(ptr);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* AllocPages(nuint byteCount, nuint alignment)
    {
        void* block = s_space.AllocPages(byteCount, alignment);
        if (block is null) HeapMisuse.ThrowExhausted(byteCount, s_extents->Bytes);
        if (SampleRate.IsOn) CountLarge(block, byteCount);
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CpuTable* TableOf(int size) => (CpuTable*)(s_tables + size * s_tableBytes);
}
