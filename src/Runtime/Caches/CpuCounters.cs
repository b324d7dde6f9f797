using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>How often each CPU's blocks were asked for or offered a batch, and how often they could not serve, over all pools.</summary>
/// <remarks><para><c>uses(cpu) == carried here + sum over its blocks (Uses - SeenUses)</c>: the sequences count in 32 bits in the block itself, and
/// whoever looks at a block or replaces it carries the difference here. A sequence that starts over counts twice.</para>
/// <para>A line of 64 bytes a CPU, so that the interlocked increment of a miss meets no other CPU's; a thread may have moved between the
/// sequence and the count, which then stands at the CPU that it moved to.</para></remarks>
internal static unsafe class CpuCounters
{
    private const int WordsALine = 8, UsesAt = 0, MissesAt = 1;

    private static readonly long* s_lines = (long*)MetadataHeap.Alloc((long)CpuTopology.PossibleCpus * WordsALine * sizeof(long));

    /// <summary>Counts a batch that this CPU's block of a pool could not serve.</summary>
    public static void CountMiss(PoolCore* core)
    {
        int cpu = CpuTopology.CurrentCpu();
        if ((uint)cpu >= core->Cpus->Bound) return;
        Interlocked.Increment(ref *At(cpu, MissesAt));

        // A CPU without a block shares one with the others, whose uses say nothing of it.
        if (CpuTable.Entries(core->Cpus)[cpu] == CpuBlock.None) Interlocked.Increment(ref *At(cpu, UsesAt));
    }

    /// <summary>Carries what a block has counted since the last time. Under its pool's gate.</summary>
    public static void Carry(int cpu, CpuBlock* block)
    {
        uint uses = Volatile.Read(ref block->Uses);
        Interlocked.Add(ref *At(cpu, UsesAt), uses - block->SeenUses);
        block->SeenUses = uses;
    }

    /// <summary>Uses that were carried, and misses.</summary>
    public static (long Uses, long Misses) Of(int cpu) => (Volatile.Read(ref *At(cpu, UsesAt)), Volatile.Read(ref *At(cpu, MissesAt)));

    private static long* At(int cpu, int word) => s_lines + (long)cpu * WordsALine + word;
}

/// <summary>What the blocks of one CPU hold, over the pools that were counted.</summary>
internal struct CpuCount
{
    public int Blocks;
    public long Slots, IdleBytes, NewUses;
}
