using System.Runtime.InteropServices;
using Slabwise.Caches;
using Slabwise.Pages;
using Slabwise.Shared;

namespace Slabwise.Heap;

/// <content>Large blocks: whole pages, found by their address.</content>
internal sealed unsafe partial class HeapSpace
{
    public const int PageBytes = ExtentHeap.PageBytes;

    /// <summary>Bytes from which on pages change their place rather than being copied.</summary>
    public const nuint LeastMove = 1 << 20;

    /// <summary>Allocates whole pages past the cache; null where there are none.</summary>
    public void* AllocPages(nuint byteCount, nuint alignment)
    {
        nuint most = Extents->Bytes;
        if (byteCount > most || alignment > most) return null;
        uint page;
        do page = Extents->Alloc(PagesFor(byteCount), (uint)Math.Max(1, alignment >> ExtentHeap.PageShift));
        while (page == 0 && Relief.TryMakeRoom());
        return page == 0 ? null : AddressOf(page);
    }

    /// <summary>Frees the block at an address past the cache; false where no live one starts there.</summary>
    public bool TryFreePages(void* ptr) => IsPageStart(ptr, out uint page) && Extents->TryFree(page);

    /// <summary>Resizes a live block where it lies; false where that is not possible.</summary>
    public bool TryResizePages(void* ptr, nuint byteCount) =>
        byteCount <= Extents->Bytes && IsPageStart(ptr, out uint page) && Extents->TryResize(page, PagesFor(byteCount));

    /// <summary>Moves the pages of a live block to the start of a longer one and frees it; false where they have to be copied.</summary>
    public bool TryMovePages(void* from, void* to) => IsPageStart(from, out uint page) && IsPageStart(to, out uint there) && Extents->TryMove(page, there);

    /// <summary>Finds a live block's size; false where none starts at this address.</summary>
    public bool SizeOfPages(void* ptr, out nuint bytes)
    {
        bool live = IsPageStart(ptr, out uint page) && Extents->IsLive(page);
        bytes = live ? (nuint)Extents->PagesOf(page) << ExtentHeap.PageShift : 0;
        return live;
    }

    /// <summary>Clears a new block, as far as its pages do not read as zero anyway.</summary>
    public void ClearUsedPages(void* block, nuint byteCount)
    {
        uint first = (uint)((nuint)((byte*)block - Extents->Base) >> ExtentHeap.PageShift), end = first + (uint)(byteCount + PageBytes - 1 >> ExtentHeap.PageShift);
        for (uint page = first; page < end; page++)
        {
            uint run = page;
            while (run < end && Extents->WasWritten(run)) run++;
            if (run == page) continue;
            NativeMemory.Clear(Extents->Base + ((nuint)page << ExtentHeap.PageShift), (nuint)(run - page) << ExtentHeap.PageShift);
            page = run;
        }
    }

    /// <summary>Has a live block freed by the way that tells the heap profile.</summary>
    public void MarkSampled(void* ptr)
    {
        if (IsPageStart(ptr, out uint page)) Extents->MarkSampled(page);
    }

    /// <summary>The pages that a block of so many bytes gets.</summary>
    public static uint PagesFor(nuint byteCount) => ExtentSizes.RoundUp((uint)nuint.Max(1, byteCount + PageBytes - 1 >> ExtentHeap.PageShift));

    private byte* AddressOf(uint page) => Extents->Base + ((nuint)page << ExtentHeap.PageShift);

    private bool IsPageStart(void* ptr, out uint page)
    {
        nuint offset = (nuint)ptr - (nuint)Extents->Base;
        page = (uint)(offset >> ExtentHeap.PageShift);
        return offset < Extents->Bytes && (offset & (PageBytes - 1)) == 0;
    }
}
