using System.Runtime.InteropServices;
using Slabwise.Caches;
using Slabwise.Pages;

namespace Slabwise.Heap;

/// <summary>The heap where no address space can be reserved: blocks of <see cref="NativeMemory"/> behind a frame of 32 bytes.</summary>
/// <remarks>
/// <para>A frame ends where its block starts: <c>Check == address ^ Size ^ secret</c> while the block is live, and <see cref="FreedMark"/> in its place
/// afterwards, for as long as the C library leaves the word alone. It is the frame's last word, since C libraries link free blocks through
/// their first ones.</para>
/// <para>Sizes are rounded as the classes round them, so that a program behaves the same with and without a range.</para>
/// </remarks>
internal static unsafe class FramedHeap
{
    public const nuint LeastAlignment = 16;

    private const nuint FrameBytes = 32;

    private static readonly nuint s_secret = (nuint)Random.Shared.NextInt64() | 1;
    private static long s_blocks, s_bytes;

    /// <summary>Live blocks and their usable bytes.</summary>
    public static (long Blocks, long Bytes) Live => (Volatile.Read(ref s_blocks), Volatile.Read(ref s_bytes));

    public static void* Alloc(nuint byteCount, nuint alignment)
    {
        nuint size = NativeHeap.GoodSize(byteCount), lead = nuint.Max(alignment, FrameBytes);
        byte* start = TryCount(size, lead) ? (byte*)AllocSystem(size, lead, alignment) : null;
        if (start is null) HeapMisuse.ThrowExhausted(byteCount, nuint.MaxValue);
        byte* block = start + lead;
        var frame = (Frame*)(block - FrameBytes);
        frame->Start = start;
        frame->IsAligned = alignment > LeastAlignment;
        frame->Size = size;
        frame->Check = CheckOf(block, size);
        Interlocked.Increment(ref s_blocks);
        Interlocked.Add(ref s_bytes, (long)size);
        return block;
    }

    public static void Free(void* ptr)
    {
        Frame* frame = FrameOf(ptr);
        nuint size = frame->Size;
        frame->Check = FreedMark(ptr);
        if (frame->IsAligned) NativeMemory.AlignedFree(frame->Start);
        else NativeMemory.Free(frame->Start);
        PageHeap.AddResident(-(long)size);
        Interlocked.Decrement(ref s_blocks);
        Interlocked.Add(ref s_bytes, -(long)size);
    }

    public static nuint UsableSize(void* ptr) => FrameOf(ptr)->Size;

    /// <exception cref="InvalidOperationException">No frame of a live block lies in front of the address.</exception>
    private static Frame* FrameOf(void* ptr)
    {
        if (((nuint)ptr & (LeastAlignment - 1)) != 0) throw HeapMisuse.OfForeign(ptr);
        var frame = (Frame*)((byte*)ptr - FrameBytes);
        if (frame->Check == CheckOf(ptr, frame->Size)) return frame;
        throw frame->Check == FreedMark(ptr) ? HeapMisuse.OfFreed(ptr, frame->Size) : HeapMisuse.OfForeign(ptr);
    }

    private static void* AllocSystem(nuint size, nuint lead, nuint alignment)
    {
        try
        {
            // What the C library aligns anyway is not asked for: that way takes twice as long.
            return alignment <= LeastAlignment ? NativeMemory.Alloc(lead + size) : NativeMemory.AlignedAlloc(lead + size, alignment);
        }
        catch (OutOfMemoryException)
        {
            PageHeap.AddResident(-(long)size);
            return null;
        }
    }

    // What is used here is bound by the same limits.
    private static bool TryCount(nuint size, nuint lead)
    {
        if (size > nuint.MaxValue / 4 || lead > nuint.MaxValue / 4) return false;
        while (!PageHeap.TryAddResident((long)size))
        {
            if (!Relief.TryMakeRoom()) return false;
        }

        return true;
    }

    private static nuint CheckOf(void* block, nuint size) => (nuint)block ^ size ^ s_secret;

    private static nuint FreedMark(void* block) => ~((nuint)block ^ s_secret);

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Frame
    {
        [FieldOffset(0)] public bool IsAligned;
        [FieldOffset(8)] public void* Start;
        [FieldOffset(16)] public nuint Size;
        [FieldOffset(24)] public nuint Check;
    }
}
