using System.Runtime.CompilerServices;
using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Shared;

namespace Slabwise.Caches;

/// <summary>Freed large blocks in front of the page heap: for every CPU and every one of <see cref="ExtentSizes"/> a block of page numbers, moved by the same
/// sequences as the slots of pools.</summary>
/// <remarks>
/// <para>Without it the sizes just above the largest class would take the heap's gate and two walks of a tree where those below take a pop from a hand. With it,
/// a pair takes no atomic instruction and reads one byte of state: measured figures are in docs/architecture.md.</para>
/// <para>To the page heap a cached extent is live; its state says that no user has it, so that a second free is told. <c>taken(cpu) == sum over lengths
/// (capacity of its block there * length) &lt;= MostBytes</c>. Blocks are made when a CPU first frees a length, grow by half when they overflow, and are halved when they
/// were cold for a second: what they held is then dirty, and decays.</para>
/// <para>Where there are no sequences, a gate a CPU stands for them.</para>
/// </remarks>
internal unsafe partial struct ExtentCache
{
    private ExtentHeap* _heap;
    private byte* _tables;
    private SpinGate* _cpuGates;
    private long* _taken;
    private uint* _clock;
    private int _tableBytes;

    // Guards the exchange of blocks.
    private SpinGate _gate;

    /// <summary>The next one in <see cref="ExtentCaches"/>.</summary>
    public ExtentCache* Next;

    /// <summary>Makes the cache of a heap; it stays as long as the process.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for its tables.</exception>
    public static ExtentCache* Create(ExtentHeap* heap)
    {
        int cpus = CpuTopology.PossibleCpus;
        var cache = (ExtentCache*)MetadataHeap.Alloc(sizeof(ExtentCache));
        cache->_heap = heap;
        cache->_tableBytes = CpuTable.BytesFor(cpus);
        cache->_tables = MetadataHeap.Alloc(ExtentSizes.Count * cache->_tableBytes);
        cache->_taken = (long*)MetadataHeap.Alloc(cpus * sizeof(long));
        cache->_clock = (uint*)MetadataHeap.Alloc(cpus * sizeof(uint));
        if (!RseqPath.IsActive) cache->_cpuGates = (SpinGate*)MetadataHeap.Alloc(cpus * GateBytes);
        for (int size = 0; size < ExtentSizes.Count; size++) CpuCaches.MakeTable(cache->TableOf(size));
        return cache;
    }

    /// <summary>The blocks of the first length; those of the others follow <see cref="TableBytes"/> apart. For callers that fold both into their code.</summary>
    public readonly byte* Tables => _tables;

    public readonly int TableBytes => _tableBytes;

    /// <summary>Keeps an extent that is marked as cached, where this CPU's block was full or there was none; false where it has to go to the heap.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryKeepMore(uint page, int size)
    {
        int cpu = CpuTopology.CurrentCpu();
        if ((uint)cpu >= (uint)CpuTopology.PossibleCpus || DecaySettings.DirtyMs == 0 || !TryMakeRoom(size, cpu)) return false;
        return RseqPath.IsActive ? RseqPath.TryKeep(TableOf(size), page) : TryKeepGated(size, page);
    }

    /// <summary>Pages and extents in all CPUs' blocks; exact only at rest.</summary>
    public (long Pages, long Extents) Count()
    {
        long pages = 0, extents = 0;
        for (int size = 0; size < ExtentSizes.Count; size++)
        {
            for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++)
            {
                uint count = Volatile.Read(ref BlockOf(size, cpu)->Count);
                extents += count;
                pages += count * ExtentSizes.PagesOf(size);
            }
        }

        return (pages, extents);
    }

    /// <summary>Keeps every CPU's blocks where they are until <see cref="LetGo"/>, but for what users take and keep.</summary>
    public void Hold() => _gate.Enter();

    /// <inheritdoc cref="Hold"/>
    public void LetGo() => _gate.Exit();

    /// <summary>Bytes of capacity that the lengths have on a CPU.</summary>
    public long Taken(int cpu) => Volatile.Read(ref _taken[cpu]);

    private readonly CpuTable* TableOf(int size) => (CpuTable*)(_tables + size * _tableBytes);

    private readonly CpuBlock* BlockOf(int size, int cpu) => (CpuBlock*)Volatile.Read(ref *(nint*)&CpuTable.Entries(TableOf(size))[cpu]);
}
