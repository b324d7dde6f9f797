using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Whole batches of idle slots on their way from one CPU or thread to another.</summary>
/// <remarks>
/// <para><c>|full| + |empty| + in hand == Blocks</c>; a block on <c>full</c> holds 1 to <see cref="BatchSlots"/> slots.</para>
/// <para>Two stacks of block numbers, each headed by one 64-bit word of number and tag on a line of its own. Moving a batch is one
/// compare-exchange on each, whatever its size. The tag makes a head that was popped and pushed back differ, and blocks are never
/// unmapped while the pool lives, so reading a block's successor late is harmless. A lock would also do, until its holder is
/// preempted with 64 threads behind it.</para>
/// </remarks>
internal unsafe struct TransferCache
{
    /// <summary>Slots in a full batch: 512 bytes.</summary>
    public const int BatchSlots = 128;

    private const int LineBytes = 64;

    private Head* _full;
    private Head* _empty;
    private uint* _next;
    private uint* _count;
    private uint* _slots;
    private int _blocks, _batch, _bytes;

    /// <summary>The most slots that one batch takes.</summary>
    public readonly int Batch => _batch;

    /// <summary>Lays out <paramref name="blocks"/> blocks of up to <paramref name="batch"/> slots.</summary>
    public void Initialize(int blocks, int batch)
    {
        _blocks = blocks;
        _batch = batch;
        _bytes = 2 * LineBytes + 2 * (blocks + 1) * sizeof(uint) + LineBytes + blocks * (BatchSlots + 4) * sizeof(uint);
        byte* at = MetadataHeap.Alloc(_bytes);
        _full = (Head*)at;
        _empty = (Head*)(at + LineBytes);
        _next = (uint*)(at + 2 * LineBytes);
        _count = _next + blocks + 1;
        _slots = (uint*)(((nint)(_count + blocks + 1) + LineBytes - 1) & ~(nint)(LineBytes - 1));
        for (uint block = 1; block <= blocks; block++) Push(_empty, block);
    }

    /// <summary>Gives the blocks' memory back; the pool must be at rest.</summary>
    public void Close() => MetadataHeap.Free(_full, _bytes);

    /// <summary>Takes a whole batch; 0 where none waits. Writes up to 12 bytes beyond it.</summary>
    public readonly int TryTake(uint* destination)
    {
        uint block = Pop(_full);
        if (block == 0) return 0;
        int count = (int)_count[block];
        Copy(SlotsOf(block), destination, count);
        _count[block] = 0;
        Push(_empty, block);
        return count;
    }

    /// <summary>Gives a whole batch; false where every block is taken.</summary>
    public readonly bool TryGive(uint* source, int count)
    {
        uint block = Pop(_empty);
        if (block == 0) return false;
        Copy(source, SlotsOf(block), count);
        _count[block] = (uint)count;
        Push(_full, block);
        return true;
    }

    /// <summary>Slots that wait here; exact only while nobody moves a batch.</summary>
    public readonly long CountSlots()
    {
        long sum = 0;
        for (int block = 1; block <= _blocks; block++) sum += Volatile.Read(ref _count[block]);
        return sum;
    }

    /// <summary>Lists the slots that wait here; at rest only.</summary>
    public readonly void AddSlotsTo(List<uint> slots)
    {
        for (uint block = 1; block <= _blocks; block++) slots.AddRange(new ReadOnlySpan<uint>(SlotsOf(block), (int)_count[block]));
    }

    private readonly uint* SlotsOf(uint block) => _slots + (block - 1) * (BatchSlots + 4);

    private static void Copy(uint* from, uint* to, int count) =>
        Unsafe.CopyBlockUnaligned(to, from, (uint)count * sizeof(uint));

    private readonly void Push(Head* head, uint block)
    {
        ulong seen = Volatile.Read(ref head->Word);
        while (true)
        {
            Volatile.Write(ref _next[block], (uint)seen);
            ulong witnessed = Interlocked.CompareExchange(ref head->Word, NextTag(seen) | block, seen);
            if (witnessed == seen) return;
            seen = witnessed;
        }
    }

    private readonly uint Pop(Head* head)
    {
        ulong seen = Volatile.Read(ref head->Word);
        while ((uint)seen != 0)
        {
            uint successor = Volatile.Read(ref _next[(uint)seen]);
            ulong witnessed = Interlocked.CompareExchange(ref head->Word, NextTag(seen) | successor, seen);
            if (witnessed == seen) return (uint)seen;
            seen = witnessed;
        }

        return 0;
    }

    private static ulong NextTag(ulong word) => (word & ~(ulong)uint.MaxValue) + (1UL << 32);

    [StructLayout(LayoutKind.Explicit, Size = LineBytes)]
    private struct Head
    {
        [FieldOffset(0)] public ulong Word;
    }
}
