using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>The blocks behind a pool's hands, one a CPU: made when a CPU first spills, doubled when it overflows, as far as the pool's bound and
/// the CPU's budget go; halved when they are cold, drained on demand.</summary>
/// <remarks>Taking a block from a running CPU is a swap of its entry for <see cref="CpuBlock.None"/> and a fence on that CPU; after it no
/// sequence can still see the block. All of it runs under the pool's gate.</remarks>
internal static unsafe partial class CpuCaches
{
    /// <summary>Makes the table of a pool without blocks, where there is room for it.</summary>
    public static CpuTable* MakeTable(void* place)
    {
        int cpus = CpuTopology.PossibleCpus;
        var table = (CpuTable*)place;
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

    /// <summary>The same, and by CPU, for who has entered the pool's gate: adds what each CPU's block holds to its entry.</summary>
    /// <param name="core">The pool.</param>
    /// <param name="slotBytes">What one slot counts for.</param>
    /// <param name="perCpu">An entry for each possible CPU.</param>
    public static long CountSlots(PoolCore* core, long slotBytes, Span<CpuCount> perCpu)
    {
        if (core->Cpus is null) return 0;
        long sum = 0;
        for (int cpu = 0; cpu < core->Cpus->Bound; cpu++)
        {
            CpuBlock* block = CpuTable.Entries(core->Cpus)[cpu];
            if (block == CpuBlock.None) continue;
            uint slots = Volatile.Read(ref block->Count);
            perCpu[cpu].Blocks++;
            perCpu[cpu].Slots += slots;
            perCpu[cpu].IdleBytes += slots * slotBytes;
            perCpu[cpu].NewUses += Volatile.Read(ref block->Uses) - block->SeenUses;
            sum += slots;
        }

        return sum;
    }

    /// <summary>Bytes of all blocks.</summary>
    public static long BytesOf(PoolCore* core)
    {
        if (core->Cpus is null) return 0;
        long sum = 0;
        core->Gate.Enter();
        for (int cpu = 0; cpu < core->Cpus->Bound; cpu++)
        {
            CpuBlock* block = CpuTable.Entries(core->Cpus)[cpu];
            if (block != CpuBlock.None) sum += MetadataHeap.SizeOf(CpuBlock.BytesFor((int)block->Capacity));
        }

        core->Gate.Exit();
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
        for (int cpu = 0; cpu < core->Cpus->Bound; cpu++) Replace(core, cpu, 0);
    }

    private static void Drain(PoolCore* core, int cpu)
    {
        core->Gate.Enter();
        CpuBlock* block = TakeOut(core, cpu);
        if (block != CpuBlock.None)
        {
            core->Slabs.Give(ref core->Memory, CpuBlock.Slots(block), (int)block->Count);
            block->Count = 0;
            PutIn(core, cpu, block);
        }

        core->Gate.Exit();
    }

    private static CpuBlock* TakeOut(PoolCore* core, int cpu)
    {
        CpuBlock* block = CpuTable.Entries(core->Cpus)[cpu];
        if (block == CpuBlock.None) return block;
        PutIn(core, cpu, CpuBlock.None);
        CpuFence.Pass(cpu);
        return block;
    }

    private static void PutIn(PoolCore* core, int cpu, CpuBlock* block) =>
        Volatile.Write(ref *(nint*)&CpuTable.Entries(core->Cpus)[cpu], (nint)block);
}
