using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Heap;
using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise;

/// <summary>Unmanaged memory by <see cref="NativeMemory"/>'s names: change the class name and keep the code.</summary>
/// <remarks>
/// <para>Thread-safe: allocate and free anywhere, also on different threads. Nothing here allocates on the GC heap.</para>
/// <para>Sizes to 32 KiB come from size classes, four a doubling, and waste at most 15 bytes up to 128 and less than a fifth of the block above;
/// larger ones are whole pages of 4 KiB, eight sizes a doubling up to 8 MiB. A block of 16 bytes or more starts at a multiple of 16, a smaller one at a multiple of 8. Contents are
/// unspecified unless a name says zeroed.</para>
/// <para>Freeing verifies the address. What was freed already, points into a block, or comes from elsewhere throws
/// <see cref="InvalidOperationException"/>, in release builds too; two threads that free one block at the same time are found at the latest when
/// it is next handed out. Where the system has no address space to reserve (Windows, macOS, <c>ulimit -v</c>, <c>reserve:off</c>) blocks carry 32
/// bytes in front of them and come from <see cref="NativeMemory"/>: then a foreign address is told by what lies in front of it, which may fault,
/// and a block freed twice is found only while its memory has not been used again.</para>
/// <para>Cost of a small block: one thread-static look-up, a table entry and a byte of state on either side, no atomic instruction.</para>
/// </remarks>
public static unsafe partial class NativeHeap
{
    // All of it is folded into constants once a caller reaches tier 1.
    private static readonly HeapSpace s_space = HeapSpace.Start();
    private static readonly bool s_ranged = s_space.IsRanged;
    private static readonly byte* s_base = s_space.Base;
    private static readonly nuint s_bytes = s_space.ClassBytes;
    private static readonly int s_shift = s_space.ClassShift;
    private static readonly HeapClass* s_classes = s_space.Classes;
    private static readonly byte* s_classOfSize = s_space.ClassOfSize;
    private static readonly nint s_hands = s_space.HandPlace;
    private static readonly nint s_handBytes = s_space.HandBytes;
    private static readonly ExtentHeap* s_extents = s_space.Extents;
    private static readonly ExtentCache* s_cache = s_space.Cache;
    private static readonly byte* s_pages = s_ranged ? s_extents->Base : null;
    private static readonly nuint s_pageBytes = s_ranged ? s_extents->Bytes : 0;
    private static readonly byte* s_states = s_ranged ? s_extents->States : null;
    private static readonly PageEntry* s_directory = s_ranged ? s_extents->Directory : null;
    private static readonly byte* s_tables = s_ranged ? s_cache->Tables : null;
    private static readonly nint s_tableBytes = s_ranged ? s_cache->TableBytes : 0;

    /// <summary>Allocates a block. 0 bytes give the smallest one, which must be freed as well.</summary>
    /// <exception cref="OutOfMemoryException">Memory, or the heap's address space, has run out.</exception>
    /// <exception cref="InvalidOperationException">A block had been freed twice in a race; the second entry is dropped.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void* Alloc(nuint byteCount)
    {
        if (!s_ranged || byteCount > HeapSpace.SizeTableLimit) return s_ranged && byteCount <= SizeClasses.Largest ? AllocLarger(byteCount) : AllocLarge(byteCount);
        return AllocOf(s_classOfSize[(byteCount + 7) >> 3]);
    }

    /// <summary>Frees a block; null is left alone.</summary>
    /// <exception cref="InvalidOperationException">The block was freed already, or the address is not one that an allocation returned.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Free(void* ptr)
    {
        // The hand first, and one way out for all that is rare, as in StructPool.Return: so a free and the next allocation share one
        // look-up of the thread's block.
        nint block = HandSpace.Block;
        nuint offset = (nuint)ptr - (nuint)s_base;
        nint sizeClass = (nint)(offset >> s_shift);
        HeapClass* of = s_classes + sizeClass;
        var hand = (Hand*)(block + s_hands + sizeClass * s_handBytes);
        ulong slot;
        uint count;
        if (offset >= s_bytes || block == 0 || (slot = of->SlotAt(ptr)) >= of->Slots || of->State[slot] != HeapClass.Live
            || (count = hand->Count) >= hand->Capacity)
        {
            FreeRarely(ptr);
            return;
        }

        of->State[slot] = HeapClass.Free;
        Hand.Push(hand, count, (uint)slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void* AllocOf(nint sizeClass)
    {
        nint block = HandSpace.Block;
        var hand = (Hand*)(block + s_hands + sizeClass * s_handBytes);
        if (block == 0 || Hand.IsEmpty(hand)) return RefillAndAlloc(sizeClass);
        return MakeLive(sizeClass, Hand.Pop(hand));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void* MakeLive(nint sizeClass, uint slot)
    {
        HeapClass* of = s_classes + sizeClass;
        if (of->State[slot] != HeapClass.Free) HeapMisuse.ThrowDoubleFreeFound(of->AddressOf(slot), of->Stride);
        of->State[slot] = HeapClass.Live;
        return of->AddressOf(slot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* RefillAndAlloc(nint sizeClass)
    {
        uint slot = SlotHand.RefillAndPop(s_space.CoreOf((int)sizeClass), mayBeGuarded: true);
        if (slot == 0) HeapMisuse.ThrowExhausted((nuint)s_classes[sizeClass].Stride, (nuint)1 << s_shift);
        void* block = MakeLive(sizeClass, slot);
        if (SampleClock.IsGuardDue)
        {
            void* guarded = AllocGuarded(sizeClass, slot, block);
            if (guarded != block) return guarded;
        }

        if (SampleClock.IsDue) SampleSmall(sizeClass, slot, block);
        return block;
    }

    // Apart from whole pages: in one method those would save the registers that this needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* AllocLarger(nuint byteCount) => AllocOf(SizeClasses.Of((uint)byteCount));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* AllocLarge(nuint byteCount)
    {
        if (!s_ranged) return FramedHeap.Alloc(byteCount, FramedHeap.LeastAlignment);
        void* block = TryTakeCached(byteCount);
        if (block is null) return AllocPages(byteCount, HeapSpace.PageBytes);
        if (SampleRate.IsOn) CountLarge(block, byteCount);
        return block;
    }

    /// <summary>The way of a free that is null, large, misused, or finds its hand full or not opened yet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FreeRarely(void* ptr)
    {
        // Whole pages first: null and small blocks lie outside of their range.
        if (s_ranged && (nuint)ptr - (nuint)s_pages < s_pageBytes)
        {
            FreePages(ptr);
            return;
        }

        if (ptr is null) return;
        nuint offset = (nuint)ptr - (nuint)s_base;
        if (offset < s_bytes) SpillAndFree(ptr, (int)(offset >> s_shift));
        else if (!s_ranged) FramedHeap.Free(ptr);
        else FreePagesRarely(ptr);
    }

    private static void SpillAndFree(void* ptr, int sizeClass)
    {
        HeapClass* of = s_classes + sizeClass;
        ulong slot = of->SlotAt(ptr);
        if (slot >= of->Slots || of->State[slot] == HeapClass.Free) ThrowMisuse(ptr);
        if (of->State[slot] == HeapClass.Sampled) SampledBlocks.Remove(ptr);
        of->State[slot] = HeapClass.Free;
        SlotHand.SpillAndPush(s_space.Cores[sizeClass], (uint)slot);
    }

    // Not marked NoInlining: that would hide from the compiler that it never returns.
    private static void ThrowMisuse(void* ptr) => throw s_space.Describe(ptr);
}
