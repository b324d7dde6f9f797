using System.Runtime.CompilerServices;
using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Where hands lie: every thread has one block of address space, and every pool a place in it that is the same in all of them.</summary>
/// <remarks>
/// <para>A hand's address is then this thread's block plus a constant. A thread static a pool would be as short for the first
/// six pools of a process: the runtime places 48 bytes of thread statics directly and looks the others up through an index.</para>
/// <para>No static constructor, no initialised field: a class with either does not get a direct place.</para>
/// </remarks>
internal static unsafe class HandSpace
{
    /// <summary>Address space a thread, enough for 2,048 pools; memory appears a page at a time, for eight pools each.</summary>
    public const int BytesAThread = 1 << 20;

    // What a block begins with: the countdown of its thread's samples. Hands start on a cache line of their own.
    private const int HeadBytes = 64;

    [ThreadStatic]
    private static nint t_block;

    private static int s_assigned;

    /// <summary>This thread's block, 0 before its first hand.</summary>
    public static nint Block
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => t_block;
    }

    /// <summary>Bytes that a hand's place takes up.</summary>
    public static int BytesOf(int capacity) => (Hand.BytesFor(capacity) + 63) & ~63;

    /// <summary>Gives a pool its place.</summary>
    /// <exception cref="InvalidOperationException">The process has more pools than a block has places.</exception>
    public static int Assign(int capacity) => Assign(capacity, 1);

    /// <summary>Gives several pools places that follow each other, <see cref="BytesOf"/> apart; says where the first lies.</summary>
    /// <exception cref="InvalidOperationException">The process has more pools than a block has places.</exception>
    public static int Assign(int capacity, int pools)
    {
        int bytes = BytesOf(capacity) * pools;
        int end = Interlocked.Add(ref s_assigned, bytes) + HeadBytes;
        if (end > BytesAThread)
            throw new InvalidOperationException($"This process has more pools than a thread has room for: their hands need {end:N0} bytes, and {BytesAThread:N0} are there.");
        return end - bytes;
    }

    /// <summary>Makes this thread's block if it has none yet.</summary>
    /// <exception cref="OutOfMemoryException">The system has no address space for it.</exception>
    public static nint Open()
    {
        if (t_block != 0) return t_block;
        nint block = PageHeap.MapSideArray(BytesAThread);
        if (block == 0) throw new OutOfMemoryException($"There is no address space left for a thread's hands ({BytesAThread:N0} bytes).");
        return t_block = block;
    }

    /// <summary>Gives an ended thread's block back.</summary>
    public static void Close(nint block)
    {
        if (block == 0) return;    // its thread found no address space
        Check.Internal(block != t_block, "a block is closed by another thread than its own");
        PageHeap.Release(block, BytesAThread);
    }
}
