using System.Diagnostics.CodeAnalysis;
using Slabwise.Pages;

namespace Slabwise.Heap;

/// <summary>The words with which the heap refuses: what happened, at which address, what to do.</summary>
internal static unsafe class HeapMisuse
{
    public static Exception OfFreed(void* ptr, nuint size) =>
        new InvalidOperationException($"The block of {size:N0} bytes at 0x{(nuint)ptr:x} was freed already. Look for a second Free, or a copy of the pointer that outlived it.");

    public static Exception OfFreedLarge(void* ptr) =>
        new InvalidOperationException($"0x{(nuint)ptr:x} lies in memory that was freed already. Look for a second Free of a large block, or a copy of the pointer that outlived it.");

    public static Exception OfInside(void* ptr, void* block, nuint size, bool live) =>
        new InvalidOperationException($"0x{(nuint)ptr:x} lies {(nuint)ptr - (nuint)block:N0} bytes inside the {(live ? "block" : "free block")} of {size:N0} bytes at 0x{(nuint)block:x}. Pass the address that the allocation returned.");

    public static Exception OfNeverAllocated(void* ptr) =>
        new InvalidOperationException($"0x{(nuint)ptr:x} lies in NativeHeap's address space, but no block was ever allocated there: the pointer is damaged, or another process's.");

    public static Exception OfForeign(void* ptr) =>
        new InvalidOperationException($"0x{(nuint)ptr:x} is not from NativeHeap: it is on a stack, in the GC heap, or another allocator's. Free it with what allocated it.");

    public static Exception OfSize(void* ptr, nuint said, nuint saidSize, nuint size) =>
        new InvalidOperationException($"The block at 0x{(nuint)ptr:x} has {size:N0} bytes, and one of {said:N0} would have {saidSize:N0}. Pass the size that was allocated; blocks of AlignedAlloc are freed without one.");

    [DoesNotReturn]
    public static void ThrowDoubleFreeFound(void* ptr, int size) =>
        throw new InvalidOperationException($"The block of {size:N0} bytes at 0x{(nuint)ptr:x} lay in the heap's caches twice: two threads freed it at the same time, earlier on. The second entry is dropped now; look for an unsynchronised double Free.");

    [DoesNotReturn]
    public static void ThrowExhausted(nuint byteCount, nuint rangeBytes) => throw OfExhausted(byteCount, rangeBytes);

    private static OutOfMemoryException OfExhausted(nuint byteCount, nuint rangeBytes) => MemoryLimits.TakeRefusal() is var refused and > 0
        ? new OutOfMemoryException($"NativeHeap cannot allocate {byteCount:N0} bytes: {MemoryLimits.Describe(refused)}. Free blocks, or raise SlabwiseControl.HardLimitBytes (hard_limit).")
        : new OutOfMemoryException($"NativeHeap cannot allocate {byteCount:N0} bytes: the system gives no more memory, or no such stretch is free in the {rangeBytes:N0} bytes of address space for blocks of this kind.");

    [DoesNotReturn]
    public static void ThrowBadAlignment(nuint alignment) =>
        throw new ArgumentException($"An alignment is a power of two, and {alignment:N0} is none.", nameof(alignment));

    /// <exception cref="OutOfMemoryException">The product does not fit; <see cref="System.Runtime.InteropServices.NativeMemory"/> throws the same.</exception>
    public static nuint CheckedProduct(nuint elementCount, nuint elementSize)
    {
        if (Math.BigMul(elementCount, elementSize, out ulong product) != 0)
            throw new OutOfMemoryException($"{elementCount:N0} elements of {elementSize:N0} bytes are more than an address space.");
        return (nuint)product;
    }
}
