using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Shared;

namespace Slabwise.Caches;

/// <content>How much a CPU keeps of each length: it follows the misses.</content>
internal unsafe partial struct ExtentCache
{
    // Of one length: at first a quarter of a MiB, and up to two; one block at least. Sixteen live blocks of 100 to 200 KB come and go in nine lengths, of
    // which each is short by up to seven at times.
    private const long FirstBytes = 256 << 10, LargestBytes = 2 << 20;
    private const int FirstMost = 8, Most = 56;

    // Lengths that are asked at once to give room up. Each that does costs a fence.
    private const int AskedAtOnce = 16;

    /// <summary>Bytes that the blocks of a CPU may hold together: two of the largest blocks by default.</summary>
    public static readonly long MostBytes = Math.Max(4 * SlabwiseOptions.CpuCacheBytes, LengthOf(ExtentSizes.Count - 1));

    /// <summary>Halves every block that nobody used since the last call, and gives up small ones; true while there are any.</summary>
    public bool ShrinkCold()
    {
        bool any = false;
        for (int size = 0; size < ExtentSizes.Count; size++)
        {
            for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++) any |= ShrinkIfCold(size, cpu, out bool remains) > 0 || remains;
        }

        return any;
    }

    /// <summary>Gives everything that is cached back to the heap.</summary>
    public void Drain()
    {
        for (int size = 0; size < ExtentSizes.Count; size++)
        {
            for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++)
            {
                if (BlockOf(size, cpu) == CpuBlock.None) continue;
                _gate.Enter();
                CpuBlock* block = TakeOut(size, cpu);
                GiveUp(block, (int)block->Count);
                _taken[cpu] -= block->Capacity * LengthOf(size);
                FreeBlock(block);
                _gate.Exit();
            }
        }
    }

    // Where this thread runs now need not be where it runs next: a wrong guess only gives some other CPU its block early.
    private bool TryMakeRoom(int size, int cpu)
    {
        int before = (int)Volatile.Read(ref BlockOf(size, cpu)->Capacity);
        int most = (int)Math.Clamp(LargestBytes / LengthOf(size), 1, Most);
        int capacity = before == 0 ? (int)Math.Clamp(FirstBytes / LengthOf(size), 1, FirstMost) : Math.Min(before + Math.Max(1, before / 2), most);
        if (capacity == before) return false;
        long more = (capacity - before) * LengthOf(size), missing = Volatile.Read(ref _taken[cpu]) + more - MostBytes;
        if (missing > 0 && !TryStealFromCold(size, cpu, missing)) return false;
        _gate.Enter();
        bool made = BlockOf(size, cpu)->Capacity == before && _taken[cpu] + more <= MostBytes && TryReplace(size, cpu, capacity);
        _gate.Exit();
        if (made) CacheCare.Wake();
        return made;
    }

    private bool TryStealFromCold(int size, int cpu, long missing)
    {
        for (int asked = 0; asked < AskedAtOnce && missing > 0; asked++)
        {
            int at = (int)(Interlocked.Increment(ref _clock[cpu]) % ExtentSizes.Count);
            if (at != size) missing -= ShrinkIfCold(at, cpu, out _);
        }

        return missing <= 0;
    }

    private long ShrinkIfCold(int size, int cpu, out bool remains)
    {
        remains = BlockOf(size, cpu) != CpuBlock.None;
        if (!remains) return 0;
        long before = 0, after = 0;
        _gate.Enter();
        CpuBlock* block = BlockOf(size, cpu);
        uint uses = Volatile.Read(ref block->Uses);
        if (block != CpuBlock.None && uses == block->SeenUses)
        {
            before = _taken[cpu];
            TryReplace(size, cpu, (int)block->Capacity / 2);
            after = _taken[cpu];
        }
        else if (block != CpuBlock.None)
        {
            block->SeenUses = uses;
        }

        remains = BlockOf(size, cpu) != CpuBlock.None;
        _gate.Exit();
        return before - after;
    }

    // Puts a block of another capacity in a CPU's place, with what was freed last; the rest goes to the heap.
    private bool TryReplace(int size, int cpu, int capacity)
    {
        CpuBlock* next = CpuBlock.None;
        if (capacity > 0)
        {
            next = (CpuBlock*)MetadataHeap.TryAlloc(CpuBlock.BytesFor(capacity));
            if (next is null) return false;
            next->Capacity = (uint)capacity;
        }

        CpuBlock* old = TakeOut(size, cpu);
        int kept = Math.Min((int)old->Count, capacity), rest = (int)old->Count - kept;
        GiveUp(old, rest);
        if (kept > 0) new ReadOnlySpan<uint>(CpuBlock.Slots(old) + rest, kept).CopyTo(new Span<uint>(CpuBlock.Slots(next), kept));
        if (capacity > 0) next->Count = (uint)kept;
        _taken[cpu] += (capacity - old->Capacity) * LengthOf(size);
        FreeBlock(old);
        PutIn(size, cpu, next);
        return true;
    }

    // The oldest ones: they lie at the block's bottom.
    private readonly void GiveUp(CpuBlock* block, int count)
    {
        for (int i = 0; i < count; i++) _heap->TryFreeCached(CpuBlock.Slots(block)[i]);
    }

    private CpuBlock* TakeOut(int size, int cpu)
    {
        CpuBlock* block = BlockOf(size, cpu);
        if (block == CpuBlock.None) return block;
        PutIn(size, cpu, CpuBlock.None);
        if (RseqPath.IsActive) CpuFence.Pass(cpu);
        return block;
    }

    // On a path without sequences whoever is inside of the gate still sees the old block.
    private readonly void PutIn(int size, int cpu, CpuBlock* block)
    {
        if (!RseqPath.IsActive) GateOf(cpu)->Enter();
        Volatile.Write(ref *(nint*)&CpuTable.Entries(TableOf(size))[cpu], (nint)block);
        if (!RseqPath.IsActive) GateOf(cpu)->Exit();
    }

    private static void FreeBlock(CpuBlock* block)
    {
        if (block != CpuBlock.None) MetadataHeap.Free(block, CpuBlock.BytesFor((int)block->Capacity));
    }

    private static long LengthOf(int size) => (long)ExtentSizes.PagesOf(size) << ExtentHeap.PageShift;
}
