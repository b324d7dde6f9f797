using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>The blocks behind a pool's hands, one a CPU: made when a CPU first spills, doubled when it overflows, up to the pool's bound,
/// drained on demand.</summary>
/// <remarks>Taking a block from a running CPU is a swap of its entry for <see cref="CpuBlock.None"/> and a fence on that CPU; after it no
/// sequence can still see the block. All three run under the pool's gate.</remarks>
internal static unsafe class CpuCaches
{
    public static CpuTable* CreateTable()
    {
        int cpus = CpuTopology.PossibleCpus;
        var table = (CpuTable*)MetadataHeap.Alloc(CpuTable.BytesFor(cpus));
        CpuBlock** entries = CpuTable.Entries(table);
        for (int cpu = 0; cpu < cpus; cpu++) entries[cpu] = CpuBlock.None;
        table->Bound = (uint)cpus;
        return table;
    }

    /// <summary>Gives slots to this CPU's block, making or growing it where that helps; says how many it took.</summary>
    public static int Push(PoolCore* core, uint* slots, int count)
    {
        int given = RseqPath.Push(core->Cpus, slots, count);
        if (given == count || !TryMakeRoom(core)) return given;
        return given + RseqPath.Push(core->Cpus, slots + given, count - given);
    }

    /// <summary>Slots in all blocks; exact only at rest.</summary>
    public static long CountSlots(PoolCore* core)
    {
        if (core->Cpus is null) return 0;
        long sum = 0;
        for (int cpu = 0; cpu < core->Cpus->Bound; cpu++) sum += Volatile.Read(ref CpuTable.Entries(core->Cpus)[cpu]->Count);
        return sum;
    }

    /// <summary>Moves every CPU's slots to the slabs.</summary>
    public static void DrainAll(PoolCore* core)
    {
        if (core->Cpus is null) return;
        for (int cpu = 0; cpu < core->Cpus->Bound; cpu++) Drain(core, cpu);
    }

    public static void Close(PoolCore* core)
    {
        if (core->Cpus is null) return;
        for (int cpu = 0; cpu < core->Cpus->Bound; cpu++)
        {
            CpuBlock* block = TakeOut(core, cpu);
            if (block != CpuBlock.None) MetadataHeap.Free(block, CpuBlock.BytesFor((int)block->Capacity));
        }
    }

    private static void Drain(PoolCore* core, int cpu)
    {
        core->Gate.Enter();
        CpuBlock* block = TakeOut(core, cpu);
        if (block != CpuBlock.None)
        {
            core->Slabs.Give(ref core->Memory, CpuBlock.Slots(block), (int)block->Count);
            block->Count = 0;
            Volatile.Write(ref *(nint*)&CpuTable.Entries(core->Cpus)[cpu], (nint)block);
        }

        core->Gate.Exit();
    }

    // Where this thread runs now need not be where it runs next: the entry is looked up once, and a wrong guess only
    // gives some other CPU its block early.
    private static bool TryMakeRoom(PoolCore* core)
    {
        int cpu = Thread.GetCurrentProcessorId();
        if ((uint)cpu >= core->Cpus->Bound) return false;
        core->Gate.Enter();
        try
        {
            CpuBlock* block = CpuTable.Entries(core->Cpus)[cpu];
            int capacity = block == CpuBlock.None ? core->FirstCpuCapacity : NextCapacity((int)block->Capacity);
            if (capacity > core->LargestCpuCapacity && block != CpuBlock.None) return false;
            Replace(core, cpu, capacity);
            return true;
        }
        finally
        {
            core->Gate.Exit();
        }
    }

    // 120, 248, 504, 1,016, 2,040: what fills blocks of 512 bytes and their doubles.
    private static int NextCapacity(int capacity) => capacity * 2 + 8;

    private static void Replace(PoolCore* core, int cpu, int capacity)
    {
        var larger = (CpuBlock*)MetadataHeap.Alloc(CpuBlock.BytesFor(capacity));
        larger->Capacity = (uint)capacity;
        CpuBlock* old = TakeOut(core, cpu);
        if (old != CpuBlock.None)
        {
            Check.Internal(old->Count <= larger->Capacity, "a block only grows");
            larger->Count = old->Count;
            Buffer.MemoryCopy(CpuBlock.Slots(old), CpuBlock.Slots(larger), capacity * sizeof(uint), old->Count * sizeof(uint));
            MetadataHeap.Free(old, CpuBlock.BytesFor((int)old->Capacity));
        }

        Volatile.Write(ref *(nint*)&CpuTable.Entries(core->Cpus)[cpu], (nint)larger);
    }

    private static CpuBlock* TakeOut(PoolCore* core, int cpu)
    {
        ref nint entry = ref *(nint*)&CpuTable.Entries(core->Cpus)[cpu];
        var block = (CpuBlock*)entry;
        if (block == CpuBlock.None) return block;
        Volatile.Write(ref entry, (nint)CpuBlock.None);
        Check.Always(Membarrier.FenceCpu(cpu), "a registered process can fence a CPU");
        return block;
    }
}
