using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Heap.Guards;
using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise;

/// <content>Sizes, and giving memory back.</content>
public static unsafe partial class NativeHeap
{
    /// <summary>Frees a block of <see cref="Alloc(nuint)"/>, <see cref="AllocZeroed(nuint)"/> or <see cref="Realloc"/> and checks its size; null is left alone.</summary>
    /// <param name="ptr">The block.</param>
    /// <param name="byteCount">The size that was asked for, or any with the same <see cref="GoodSize"/>.</param>
    /// <exception cref="InvalidOperationException">The block is of another size, and is left alone; or as <see cref="Free(void*)"/>.</exception>
    public static void Free(void* ptr, nuint byteCount)
    {
        if (ptr is null) return;
        nuint usable = UsableSize(ptr);
        if (usable != GoodSize(byteCount)) throw HeapMisuse.OfSize(ptr, byteCount, GoodSize(byteCount), usable);
        Free(ptr);
    }

    /// <summary>How many bytes of a block may be used, from its address alone; 0 for null.</summary>
    /// <exception cref="InvalidOperationException">The address is not that of a live block.</exception>
    public static nuint UsableSize(void* ptr)
    {
        if (ptr is null) return 0;
        if (!s_ranged) return FramedHeap.UsableSize(ptr);
        nuint offset = (nuint)ptr - (nuint)s_base;
        if (offset >= s_bytes && GuardSpace.Owns(ptr) && GuardSpace.SizeOf(ptr) is not 0 and nuint guarded) return guarded;
        if (offset >= s_bytes) return s_space.SizeOfPages(ptr, out nuint bytes) ? bytes : throw s_space.Describe(ptr);
        HeapClass* of = s_classes + (offset >> s_shift);
        ulong slot = of->SlotAt(ptr);
        if (slot >= of->Slots || of->State[slot] == HeapClass.Free) ThrowMisuse(ptr);
        return (nuint)of->Stride;
    }

    /// <summary>The size that an allocation of <paramref name="byteCount"/> really gets: the <see cref="UsableSize"/> of its block.</summary>
    /// <returns>At least <paramref name="byteCount"/>; sizes that no block can have are returned as they are.</returns>
    public static nuint GoodSize(nuint byteCount)
    {
        return byteCount > nuint.MaxValue - HeapSpace.PageBytes ? byteCount : (nuint)HeapSizes.RoundUp(byteCount);
    }

    /// <summary>Moves idle blocks from this thread's hands, all CPUs' blocks and the transfer caches to the slabs and the page heap, and gives every page
    /// without a used block and all free extents back to the system. Other threads keep their hands until they have idled for a second or two.</summary>
    /// <returns>Bytes given back.</returns>
    /// <remarks>Costs a fence a CPU and class, and a system call for each run of such pages; safe at any time.</remarks>
    public static long Trim()
    {
        if (!s_ranged) return 0;
        s_space.Cache->Drain();
        long bytes = s_space.Extents->Purge();
        for (int c = 0; c < SizeClasses.Count; c++)
        {
            PoolCore* core = s_space.StartedCoreOf(c);
            if (core is null) continue;
            ThreadHands.EmptyCurrent(core);
            SlotFlow.Drain(core);
            bytes += core->Slabs.Purge(ref core->Memory);
        }

        return bytes;
    }

    /// <summary>Holds the equations of all classes and of the extents; throws <see cref="InvalidOperationException"/> naming the one that fails. At rest only.</summary>
    internal static void Validate()
    {
        if (s_ranged) s_space.Validate();
    }

    /// <summary>Whether blocks lie in address space of the heap's own; otherwise they come from <see cref="System.Runtime.InteropServices.NativeMemory"/> in frames.</summary>
    internal static bool IsRanged => s_ranged;
}
