using System.Runtime.CompilerServices;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Whole batches of idle slots on their way from one CPU or thread to another.</summary>
/// <remarks>
/// <para><c>|full| + |empty| + in hand == Blocks</c>; a block on <c>full</c> holds 1 to <see cref="Batch"/> slots.</para>
/// <para>Two stacks of block numbers, each headed by one 64-bit word of number and tag on a line of its own. Moving a batch is one
/// compare-exchange on each, whatever its size. The tag makes a head that was popped and pushed back differ, and blocks are never
/// unmapped while the pool lives, so reading a block's successor late is harmless. A lock would also do, until its holder is
/// preempted with 64 threads behind it.</para>
/// <para>The shelf of blocks is made when the first batch comes: most types of a program never send one.</para>
/// </remarks>
internal unsafe struct TransferCache
{
    /// <summary>Slots in a full batch: 512 bytes.</summary>
    public const int BatchSlots = 128;

    private const int LineBytes = 64;
    private const int FullAt = 0, EmptyAt = LineBytes, NextAt = 2 * LineBytes;

    // The shelf: both heads, each on its line; the blocks' successors; their counts; the blocks.
    private nint _shelf;
    private ushort _blocks, _batch;
    private MemoryNode _node;

    /// <summary>The most slots that one batch takes.</summary>
    public readonly int Batch => _batch;

    /// <summary>Bytes of bookkeeping held.</summary>
    public readonly long Bytes => _shelf == 0 ? 0 : MetadataHeap.SizeOf(ShelfBytes);

    /// <summary>Sets the shelf's size: <paramref name="blocks"/> blocks of up to <paramref name="batch"/> slots.</summary>
    public void Initialize(int blocks, int batch)
    {
        _blocks = (ushort)blocks;
        _batch = (ushort)batch;
    }

    /// <summary>Sets the size of another one's shelf.</summary>
    public void InitializeLike(in TransferCache other) => Initialize(other._blocks, other._batch);

    /// <summary>Has the shelf made on a memory node, when it is made.</summary>
    public void LieOn(MemoryNode node) => _node = node;

    /// <summary>Gives the blocks' memory back; the pool must be at rest.</summary>
    public readonly void Close()
    {
        if (_shelf != 0) MetadataHeap.Free((void*)_shelf, ShelfBytes, _node);
    }

    /// <summary>Takes a whole batch; 0 where none waits. Writes up to 12 bytes beyond it.</summary>
    public int TryTake(uint* destination)
    {
        nint shelf = Volatile.Read(ref _shelf);
        if (shelf == 0) return 0;
        uint block = Pop(shelf, FullAt);
        if (block == 0) return 0;
        ref uint count = ref CountOf(shelf, block);
        int taken = (int)count;
        Copy(SlotsOf(shelf, block), destination, taken);
        count = 0;
        Push(shelf, EmptyAt, block);
        return taken;
    }

    /// <summary>Gives a whole batch; false where every block is taken.</summary>
    public bool TryGive(uint* source, int count)
    {
        nint shelf = Volatile.Read(ref _shelf);
        if (shelf == 0 && (shelf = MakeShelf()) == 0) return false;
        uint block = Pop(shelf, EmptyAt);
        if (block == 0) return false;
        Copy(source, SlotsOf(shelf, block), count);
        CountOf(shelf, block) = (uint)count;
        Push(shelf, FullAt, block);
        return true;
    }

    /// <summary>Slots that wait here; exact only while nobody moves a batch.</summary>
    public long CountSlots()
    {
        nint shelf = Volatile.Read(ref _shelf);
        long sum = 0;
        for (uint block = 1; shelf != 0 && block <= _blocks; block++) sum += Volatile.Read(ref CountOf(shelf, block));
        return sum;
    }

    /// <summary>Lists the slots that wait here; at rest only.</summary>
    public readonly void AddSlotsTo(List<uint> slots)
    {
        for (uint block = 1; _shelf != 0 && block <= _blocks; block++)
            slots.AddRange(new ReadOnlySpan<uint>(SlotsOf(_shelf, block), (int)CountOf(_shelf, block)));
    }

    private readonly int CountsAt => NextAt + (_blocks + 1) * sizeof(uint);

    private readonly int SlotsAt => (CountsAt + (_blocks + 1) * sizeof(uint) + LineBytes - 1) & ~(LineBytes - 1);

    private readonly int ShelfBytes => SlotsAt + _blocks * BlockSlots * sizeof(uint);

    // Room for a whole batch and a line's fraction between two of them; of large objects a batch is few.
    private readonly int BlockSlots => _batch + 4;

    private readonly ref uint CountOf(nint shelf, uint block) => ref ((uint*)(shelf + CountsAt))[block];

    private readonly uint* SlotsOf(nint shelf, uint block) => (uint*)(shelf + SlotsAt) + (block - 1) * BlockSlots;

    // Two threads may make one at the same time; the second gives its own back.
    private nint MakeShelf()
    {
        var made = (nint)MetadataHeap.TryAlloc(ShelfBytes, _node);
        if (made == 0) return 0;
        for (uint block = _blocks; block > 0; block--) Push(made, EmptyAt, block);
        nint first = Interlocked.CompareExchange(ref _shelf, made, 0);
        if (first == 0) return made;
        MetadataHeap.Free((void*)made, ShelfBytes, _node);
        return first;
    }

    private static void Copy(uint* from, uint* to, int count) =>
        Unsafe.CopyBlockUnaligned(to, from, (uint)count * sizeof(uint));

    private static void Push(nint shelf, int head, uint block)
    {
        ref ulong word = ref *(ulong*)(shelf + head);
        ulong seen = Volatile.Read(ref word);
        while (true)
        {
            Volatile.Write(ref NextOf(shelf, block), (uint)seen);
            ulong witnessed = Interlocked.CompareExchange(ref word, NextTag(seen) | block, seen);
            if (witnessed == seen) return;
            seen = witnessed;
        }
    }

    private static uint Pop(nint shelf, int head)
    {
        ref ulong word = ref *(ulong*)(shelf + head);
        ulong seen = Volatile.Read(ref word);
        while ((uint)seen != 0)
        {
            uint successor = Volatile.Read(ref NextOf(shelf, (uint)seen));
            ulong witnessed = Interlocked.CompareExchange(ref word, NextTag(seen) | successor, seen);
            if (witnessed == seen) return (uint)seen;
            seen = witnessed;
        }

        return 0;
    }

    private static ref uint NextOf(nint shelf, uint block) => ref ((uint*)(shelf + NextAt))[block];

    private static ulong NextTag(ulong word) => (word & ~(ulong)uint.MaxValue) + (1UL << 32);
}
