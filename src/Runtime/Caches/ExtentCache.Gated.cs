using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <content>The same moves without restartable sequences: whoever finds a CPU's gate taken goes to the heap.</content>
internal unsafe partial struct ExtentCache
{
    // A gate a cache line.
    private const int GateBytes = 64;

    /// <summary>Takes an extent of a length that this CPU freed; 0 where it has none.</summary>
    public uint TakeGated(int size)
    {
        int cpu = CpuTopology.CurrentCpu();
        if ((uint)cpu >= (uint)CpuTopology.PossibleCpus || !GateOf(cpu)->TryEnter()) return 0;
        CpuBlock* block = BlockOf(size, cpu);
        uint page = 0;
        if (block->Count > 0)
        {
            block->Uses++;
            page = CpuBlock.Slots(block)[--block->Count];
        }

        GateOf(cpu)->Exit();
        return page;
    }

    /// <summary>Keeps an extent on this CPU; false where there is no room.</summary>
    public bool TryKeepGated(int size, uint page)
    {
        int cpu = CpuTopology.CurrentCpu();
        if ((uint)cpu >= (uint)CpuTopology.PossibleCpus || !GateOf(cpu)->TryEnter()) return false;
        CpuBlock* block = BlockOf(size, cpu);
        bool room = block->Count < block->Capacity;
        if (room)
        {
            block->Uses++;
            CpuBlock.Slots(block)[block->Count++] = page;
        }

        GateOf(cpu)->Exit();
        return room;
    }

    private readonly SpinGate* GateOf(int cpu) => (SpinGate*)((byte*)_cpuGates + cpu * GateBytes);
}
