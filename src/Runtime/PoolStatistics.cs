namespace Slabwise;

/// <summary>One pool's counts at one moment: a pool of structs or of objects, a size class of <see cref="NativeHeap"/>, or its large blocks. Slots
/// unless a name says bytes.</summary>
/// <remarks>
/// <para>Every sum is computed from the parts that stand here, so these equations hold in each snapshot, also in one that was taken while others
/// rent and return; then the parts are off by what moved meanwhile, at rest they are exact.</para>
/// <list type="bullet">
/// <item><c>UsedSlots == Rented + Cached + InTransfer + InOwnedSlabs + Retired</c>, <c>Cached == InHands + InCpuBlocks</c>,
/// <c>Slots == UsedSlots + FreeSlots</c></item>
/// <item><c>ActiveBytes == AllocatedBytes + InternalBytes + CachedBytes + RetiredBytes + FragmentedBytes</c></item>
/// <item><c>ResidentBytes == ActiveBytes + DirtyBytes + MuzzyBytes</c></item>
/// <item><c>MappedBytes == ResidentBytes + RetainedBytes</c></item>
/// <item><c>BookkeepingBytes == MetadataBytes + HandBytes + GenerationBytes + StateBytes</c>, which is not part of <see cref="MappedBytes"/></item>
/// </list>
/// <para>Bytes of slots and pages are zero for a pool of objects: they lie in the GC heap, and how large they are is not known.</para>
/// </remarks>
public readonly partial record struct PoolStatistics
{
    /// <summary>The pooled type's full name; <c>heap N</c> for a size class, <c>heap large</c> for blocks of whole pages.</summary>
    public string Name { get; internal init; }

    /// <summary>What the slots stand for.</summary>
    public PoolType Type { get; internal init; }

    /// <summary>One object's size in bytes; 0 for a class and for large blocks.</summary>
    public int ObjectBytes { get; internal init; }

    /// <summary>The distance between slots in bytes: the size, rounded up to the alignment.</summary>
    public int StrideBytes { get; internal init; }

    /// <summary>Bytes of a slab; 0 where slots have no memory, and for large blocks.</summary>
    public long SlabBytes { get; internal init; }

    /// <summary>Slots in a slab.</summary>
    public int SlotsPerSlab { get; internal init; }

    /// <summary>The most slots that one thread's hand holds.</summary>
    public int HandCapacity { get; internal init; }

    /// <summary>How many slots move at once between a hand and what is behind it.</summary>
    public int HandBatch { get; internal init; }

    /// <summary>Slots that are out at users; for a class pool also the objects that users forgot. For large blocks, their number.</summary>
    public long Rented { get; internal init; }

    /// <summary>Idle slots in threads' hands.</summary>
    public long InHands { get; internal init; }

    /// <summary>Idle slots in CPUs' blocks.</summary>
    public long InCpuBlocks { get; internal init; }

    /// <summary>Idle slots in threads' hands and CPUs' blocks.</summary>
    public long Cached => InHands + InCpuBlocks;

    /// <summary>Idle slots in the transfer cache, and in pools with caches a thread those that wait for the owners of their slabs.</summary>
    public long InTransfer { get; internal init; }

    /// <summary>In pools with caches a thread: idle slots of slabs that are owned or abandoned, so that the other slabs do not have them.</summary>
    public long InOwnedSlabs { get; internal init; }

    /// <summary>Slots that will never be used again: their generation is used up, or a racing double return cut them off.</summary>
    public long Retired { get; internal init; }

    /// <summary>Slots that are out of the slabs.</summary>
    public long UsedSlots => Rented + Cached + InTransfer + InOwnedSlabs + Retired;

    /// <summary>The most that <see cref="UsedSlots"/> has been, since the pool started or <see cref="SlabwiseControl.ResetPeaks"/>.</summary>
    public long PeakUsedSlots { get; internal init; }

    /// <summary>Slots that lie free in slabs that were ever used.</summary>
    public long FreeSlots { get; internal init; }

    /// <summary>All slots of slabs that were ever used.</summary>
    public long Slots => UsedSlots + FreeSlots;

    /// <summary>Slabs that were ever used.</summary>
    public long Slabs { get; internal init; }

    /// <summary>Slabs without a used slot that still hold pages.</summary>
    public long EmptySlabs { get; internal init; }

    /// <summary>Slabs without a used slot all of whose pages were given back.</summary>
    public long DiscardedSlabs { get; internal init; }

    /// <summary>Slabs in use of which no more than a quarter is.</summary>
    public long SparseSlabs { get; internal init; }

    /// <summary>Free slots in those.</summary>
    public long SparseFreeSlots { get; internal init; }

    /// <summary>Bytes of rented objects. A size class does not know what was asked for and counts whole blocks.</summary>
    public long AllocatedBytes { get; internal init; }

    /// <summary>Fragmentation inside: what alignment adds to rented objects, and the ends of slabs that no slot uses.</summary>
    public long InternalBytes { get; internal init; }

    /// <summary>Bytes of <see cref="InHands"/>.</summary>
    public long InHandsBytes => InHands * StrideBytes;

    /// <summary>Bytes of <see cref="InCpuBlocks"/>.</summary>
    public long InCpuBlocksBytes => InCpuBlocks * StrideBytes;

    /// <summary>Bytes of <see cref="InTransfer"/>.</summary>
    public long InTransferBytes => InTransfer * StrideBytes;

    /// <summary>Bytes of <see cref="InOwnedSlabs"/>.</summary>
    public long InOwnedSlabsBytes => InOwnedSlabs * StrideBytes;

    /// <summary>Bytes of large blocks that were freed and wait for the next allocation of their size.</summary>
    public long InExtentCacheBytes { get; internal init; }

    /// <summary>Bytes of idle slots in hands, CPUs' blocks, the transfer cache and owned slabs, and of idle large blocks.</summary>
    public long CachedBytes => InHandsBytes + InCpuBlocksBytes + InTransferBytes + InOwnedSlabsBytes + InExtentCacheBytes;

    /// <summary>Bytes of <see cref="Retired"/>.</summary>
    public long RetiredBytes => Retired * StrideBytes;

    /// <summary>Fragmentation outside: free slots on pages that cannot go back because something else on them is in use.</summary>
    public long FragmentedBytes { get; internal init; }

    /// <summary>Bytes of pages with something on them that is in use or cached.</summary>
    public long ActiveBytes => AllocatedBytes + InternalBytes + CachedBytes + RetiredBytes + FragmentedBytes;

    /// <summary>Bytes of free pages that were written and not given back; decay gives them back.</summary>
    public long DirtyBytes { get; internal init; }

    /// <summary>Bytes of free pages that the system may take whenever it is short, and may have taken already.</summary>
    public long MuzzyBytes { get; internal init; }

    /// <summary>Bytes of pages that are or may be in memory.</summary>
    public long ResidentBytes => ActiveBytes + DirtyBytes + MuzzyBytes;

    /// <summary>Bytes of committed pages that hold no memory: given back, or never touched.</summary>
    public long RetainedBytes { get; internal init; }

    /// <summary>Bytes of committed pages.</summary>
    public long MappedBytes => ResidentBytes + RetainedBytes;

    /// <summary>Bytes of bookkeeping: CPU blocks, batches, maps of slots and slabs.</summary>
    public long MetadataBytes { get; internal init; }

    /// <summary>Threads that hold a hand of this pool.</summary>
    public int Hands { get; internal init; }

    /// <summary>Bytes of those hands.</summary>
    public long HandBytes { get; internal init; }

    /// <summary>Bytes of generations in use, at most: whole pages up to the highest slot that was ever handed out.</summary>
    public long GenerationBytes { get; internal init; }

    /// <summary>Bytes of the heap's map of live blocks, or its directory of pages, in use, at most.</summary>
    public long StateBytes { get; internal init; }

    /// <summary>Bytes that the pool takes up beside its pages.</summary>
    public long BookkeepingBytes => MetadataBytes + HandBytes + GenerationBytes + StateBytes;

    /// <summary>How often a batch was wanted from behind a hand: it had run empty, or a bulk call went past it.</summary>
    public long Refills { get; internal init; }

    /// <summary>Refills that a CPU's block served; 0 in pools without such blocks.</summary>
    public long CpuHits { get; internal init; }

    /// <summary>Refills for which the CPU's block had nothing; 0 in pools without such blocks.</summary>
    public long CpuMisses { get; internal init; }

    /// <summary>How often a batch was given to what is behind a hand: it had run full, or a bulk call went past it.</summary>
    public long Spills { get; internal init; }

    /// <summary>Spills of which the CPU's block did not take all; 0 in pools without such blocks.</summary>
    public long CpuOverflows { get; internal init; }

    /// <summary>How often a batch, or for a thread a whole slab, came from the slabs.</summary>
    public long SlabFills { get; internal init; }

    /// <summary>How often a batch, or a thread's whole slab, went to the slabs because caches had no room or no use for it.</summary>
    public long SlabSpills { get; internal init; }

    /// <summary>How often pages were given back to the system, by a system call each.</summary>
    public long Discards { get; internal init; }

    /// <summary>Slots that came back twice and were found only in their slab.</summary>
    public long Doubled { get; internal init; }

    /// <summary>In pools with caches a thread: slabs that a thread owns.</summary>
    public long OwnedSlabs { get; internal init; }

    /// <summary>Slabs with rented objects that no thread owns at the moment; who frees into one or runs dry claims it.</summary>
    public long AbandonedSlabs { get; internal init; }

    /// <summary>Slots that came back on other threads than their slab's owner.</summary>
    public long RemoteFrees { get; internal init; }

    /// <summary>How often a thread let go of a slab that was not wholly free.</summary>
    public long Abandons { get; internal init; }

    /// <summary>How often a slab that nobody owned was claimed by a thread that freed into it.</summary>
    public long ClaimsByFree { get; internal init; }

    /// <summary>How often one was claimed by a thread that had run dry.</summary>
    public long ClaimsByDryThread { get; internal init; }

    /// <summary>Objects that a class pool made.</summary>
    public long Created { get; internal init; }

    /// <summary>Objects that a class pool left to the garbage collector.</summary>
    public long Dropped { get; internal init; }
}

/// <summary>What a pool's slots stand for.</summary>
public enum PoolType
{
    /// <summary>Structs in slabs: <see cref="StructPool{T}"/>.</summary>
    Struct,

    /// <summary>Objects of the GC heap: <see cref="ClassPool{T}"/>.</summary>
    Class,

    /// <summary>Blocks of one size: a size class of <see cref="NativeHeap"/>.</summary>
    SizeClass,

    /// <summary>Blocks of <see cref="NativeHeap"/> that are whole pages, or the C library's where no address space could be reserved.</summary>
    Large,
}
