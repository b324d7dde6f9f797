using System.Numerics;
using System.Runtime.InteropServices;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Heap;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise;

/// <content>The rest of <see cref="NativeMemory"/>'s names.</content>
public static unsafe partial class NativeHeap
{
    /// <summary>Allocates a block for <paramref name="elementCount"/> elements.</summary>
    /// <exception cref="OutOfMemoryException">The product does not fit an address, or memory has run out.</exception>
    /// <inheritdoc cref="Alloc(nuint)" path="/exception[2]"/>
    public static void* Alloc(nuint elementCount, nuint elementSize) => Alloc(HeapMisuse.CheckedProduct(elementCount, elementSize));

    /// <summary>Allocates a block whose first <paramref name="byteCount"/> bytes are zero.</summary>
    /// <remarks>Clears what was asked for, and of a large block that no cache had only pages that had been used before.</remarks>
    /// <inheritdoc cref="Alloc(nuint)" path="/exception"/>
    public static void* AllocZeroed(nuint byteCount)
    {
        void* block = null;
        if (s_ranged && byteCount > SizeClasses.Largest && (block = TryTakeCached(byteCount)) is null)
        {
            block = AllocPages(byteCount, HeapSpace.PageBytes);
            s_space.ClearUsedPages(block, byteCount);
            return block;
        }

        if (block is null) block = Alloc(byteCount);
        else if (SampleRate.IsOn) CountLarge(block, byteCount);
        NativeMemory.Clear(block, byteCount);
        return block;
    }

    /// <summary>Allocates a block for <paramref name="elementCount"/> elements whose bytes are zero.</summary>
    /// <inheritdoc cref="Alloc(nuint, nuint)" path="/exception"/>
    public static void* AllocZeroed(nuint elementCount, nuint elementSize) => AllocZeroed(HeapMisuse.CheckedProduct(elementCount, elementSize));

    /// <summary>Makes a block longer or shorter and keeps its contents up to the lesser length.</summary>
    /// <param name="ptr">The block; null allocates one.</param>
    /// <param name="byteCount">The new size in bytes; 0 leaves the smallest block, which must be freed as well.</param>
    /// <returns>The block's address, which may be another; then the old one is free. It stays while the size class stays; a large block
    /// also where the pages behind it are free or it becomes shorter. Where a block of 1 MiB or more has to go elsewhere, its pages change their place
    /// and nothing is copied, on Linux 5.7 or later.</returns>
    /// <exception cref="OutOfMemoryException">Memory has run out; the old block is left as it was.</exception>
    /// <exception cref="InvalidOperationException">The address is not that of a live block.</exception>
    public static void* Realloc(void* ptr, nuint byteCount)
    {
        if (ptr is null) return Alloc(byteCount);
        nuint now = UsableSize(ptr);
        if (now == GoodSize(byteCount)) return ptr;
        if (s_ranged && now > SizeClasses.Largest && byteCount > SizeClasses.Largest && TryResize(ptr, byteCount)) return ptr;
        return MoveTo(Alloc(byteCount), ptr, now, byteCount);
    }

    /// <summary>Allocates a block at a multiple of an alignment. <see cref="Free(void*)"/> and <see cref="AlignedFree"/> both free it.</summary>
    /// <param name="byteCount">The size in bytes.</param>
    /// <param name="alignment">A power of two, in bytes.</param>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <inheritdoc cref="Alloc(nuint)" path="/exception"/>
    public static void* AlignedAlloc(nuint byteCount, nuint alignment)
    {
        if (!BitOperations.IsPow2(alignment)) HeapMisuse.ThrowBadAlignment(alignment);
        if (!s_ranged) return FramedHeap.Alloc(byteCount, alignment);
        if (byteCount <= SizeClasses.Largest && alignment <= SizeClasses.Largest)
            return AllocOf(SizeClasses.Of((uint)byteCount, (uint)alignment));
        return AllocPages(byteCount, alignment);
    }

    /// <summary>Makes an aligned block longer or shorter and keeps its contents up to the lesser length.</summary>
    /// <param name="ptr">The block; null allocates one. It may have been allocated with another alignment.</param>
    /// <param name="byteCount">The new size in bytes.</param>
    /// <param name="alignment">A power of two, in bytes.</param>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <inheritdoc cref="Realloc" path="/exception"/>
    public static void* AlignedRealloc(void* ptr, nuint byteCount, nuint alignment)
    {
        if (!BitOperations.IsPow2(alignment)) HeapMisuse.ThrowBadAlignment(alignment);
        if (ptr is null) return AlignedAlloc(byteCount, alignment);
        nuint now = UsableSize(ptr);
        if (((nuint)ptr & (alignment - 1)) == 0)
        {
            if (byteCount <= now && byteCount > now / 2) return ptr;
            if (s_ranged && now > SizeClasses.Largest && byteCount > SizeClasses.Largest && TryResize(ptr, byteCount)) return ptr;
        }

        return MoveTo(AlignedAlloc(byteCount, alignment), ptr, now, byteCount);
    }

    /// <inheritdoc cref="Free(void*)"/>
    public static void AlignedFree(void* ptr) => Free(ptr);

    /// <inheritdoc cref="NativeMemory.Clear"/>
    public static void Clear(void* ptr, nuint byteCount) => NativeMemory.Clear(ptr, byteCount);

    /// <inheritdoc cref="NativeMemory.Copy"/>
    public static void Copy(void* source, void* destination, nuint byteCount) => NativeMemory.Copy(source, destination, byteCount);

    /// <inheritdoc cref="NativeMemory.Fill"/>
    public static void Fill(void* ptr, nuint byteCount, byte value) => NativeMemory.Fill(ptr, byteCount, value);

    private static void* MoveTo(void* destination, void* source, nuint now, nuint wanted)
    {
        if (s_ranged && now >= HeapSpace.LeastMove && wanted >= now && s_space.TryMovePages(source, destination)) return destination;
        NativeMemory.Copy(source, destination, nuint.Min(now, wanted));
        Free(source);
        return destination;
    }
}
