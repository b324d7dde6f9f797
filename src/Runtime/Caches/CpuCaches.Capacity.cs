using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <content>How large a CPU's block is: it follows the misses.</content>
internal static unsafe partial class CpuCaches
{
    /// <summary>Halves a block that nobody asked since the last call, and gives it up once it is small; says how many bytes of capacity that freed.</summary>
    /// <param name="core">The pool.</param>
    /// <param name="cpu">Whose block.</param>
    /// <param name="remains">Whether the CPU still has a block afterwards.</param>
    public static long ShrinkIfCold(PoolCore* core, int cpu, out bool remains)
    {
        core->Gate.Enter();
        CpuBlock* block = CpuTable.Entries(core->Cpus)[cpu];
        remains = block != CpuBlock.None;
        long freed = 0;
        if (remains)
        {
            uint uses = Volatile.Read(ref block->Uses);
            if (uses == block->SeenUses)
            {
                int smaller = block->Capacity <= core->FirstCpuCapacity ? 0 : PreviousCapacity((int)block->Capacity);
                long less = (block->Capacity - smaller) * core->Stride;
                if (Replace(core, cpu, smaller))
                {
                    freed = less;
                    remains = smaller > 0;
                }
            }
            else
            {
                CpuCounters.Carry(cpu, block);
            }
        }

        core->Gate.Exit();
        return freed;
    }

    // Where this thread runs now need not be where it runs next: a wrong guess only gives some other CPU its block early.
    private static bool TryMakeRoom(PoolCore* core)
    {
        int cpu = CpuTopology.CurrentCpu();
        if ((uint)cpu >= core->Cpus->Bound) return false;
        int before = (int)Volatile.Read(ref CpuTable.Entries(core->Cpus)[cpu]->Capacity);
        int capacity = before == 0 ? core->FirstCpuCapacity : NextCapacity(before);
        long more = (long)(capacity - before) * core->Stride;
        if (capacity > core->LargestCpuCapacity || !CpuBudget.TryTake(core, cpu, more)) return false;

        core->Gate.Enter();
        bool made = CpuTable.Entries(core->Cpus)[cpu]->Capacity == before && Replace(core, cpu, capacity);
        core->Gate.Exit();
        if (!made) CpuBudget.GiveBack(cpu, more);
        else CacheCare.Wake();
        return made;
    }

    // 120, 248, 504, 1,016, 2,040: what fills blocks of 512 bytes and their doubles.
    private static int NextCapacity(int capacity) => capacity * 2 + 8;

    private static int PreviousCapacity(int capacity) => (capacity - 8) / 2;

    // A CPU's block lies on its node. It is freed to the same lists, since a CPU stays where it is.
    private static MemoryNode NodeOf(int cpu) => NumaTopology.Current.MemoryOf(NumaTopology.Current.NodeOf(cpu));

    /// <summary>Puts a block of another capacity in a CPU's place, with the slots from the old one's top; what does not fit goes to the slabs.</summary>
    private static bool Replace(PoolCore* core, int cpu, int capacity)
    {
        CpuBlock* next = CpuBlock.None;
        if (capacity > 0)
        {
            next = (CpuBlock*)MetadataHeap.TryAlloc(CpuBlock.BytesFor(capacity), NodeOf(cpu));
            if (next is null) return false;
            next->Capacity = (uint)capacity;
        }

        CpuBlock* old = TakeOut(core, cpu);
        if (old != CpuBlock.None)
        {
            CpuCounters.Carry(cpu, old);
            int kept = Math.Min((int)old->Count, capacity), rest = (int)old->Count - kept;
            core->Slabs.Give(ref core->Memory, CpuBlock.Slots(old), rest);
            new ReadOnlySpan<uint>(CpuBlock.Slots(old) + rest, kept).CopyTo(new Span<uint>(CpuBlock.Slots(next), kept));
            if (capacity > 0) next->Count = (uint)kept;
            if (old->Capacity > capacity) CpuBudget.GiveBack(cpu, (old->Capacity - capacity) * core->Stride);
            MetadataHeap.Free(old, CpuBlock.BytesFor((int)old->Capacity), NodeOf(cpu));
        }

        PutIn(core, cpu, next);
        return true;
    }
}
