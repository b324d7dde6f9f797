namespace Slabwise;

/// <summary>What all pools together hold at one moment, in bytes, and what they have done.</summary>
/// <remarks>
/// <para>Every sum is computed from the parts that stand here, as in <see cref="PoolStatistics"/>, and each part is the sum over the pools:</para>
/// <list type="bullet">
/// <item><c>ActiveBytes == AllocatedBytes + InternalBytes + CachedBytes + RetiredBytes + FragmentedBytes</c></item>
/// <item><c>ResidentBytes == ActiveBytes + DirtyBytes + MuzzyBytes</c>, <c>MappedBytes == ResidentBytes + RetainedBytes</c></item>
/// <item><c>BookkeepingBytes == MetadataBytes + HandBytes + GenerationBytes + StateBytes</c></item>
/// <item><c>FootprintBytes == ResidentBytes + BookkeepingBytes</c>: what Slabwise adds to the process's resident set</item>
/// </list>
/// <para>So <c>AllocatedBytes &lt;= ActiveBytes &lt;= ResidentBytes &lt;= MappedBytes</c>.</para>
/// </remarks>
public readonly record struct MemoryTotals
{
    /// <summary>Pools, size classes of the heap among them.</summary>
    public int Pools { get; internal init; }

    /// <summary>Threads that hold hands.</summary>
    public int Threads { get; internal init; }

    /// <summary>Bytes of rented objects and live blocks.</summary>
    public long AllocatedBytes { get; internal init; }

    /// <summary>Fragmentation inside: alignment and the ends of slabs. What <see cref="NativeHeap"/> rounds sizes up by is not known.</summary>
    public long InternalBytes { get; internal init; }

    /// <summary>Idle objects in threads' hands.</summary>
    public long InHandsBytes { get; internal init; }

    /// <summary>Idle objects in CPUs' blocks.</summary>
    public long InCpuBlocksBytes { get; internal init; }

    /// <summary>Idle objects in transfer caches.</summary>
    public long InTransferBytes { get; internal init; }

    /// <summary>Idle objects in slabs that threads own.</summary>
    public long InOwnedSlabsBytes { get; internal init; }

    /// <summary>Large blocks that were freed and wait for the next allocation of their size.</summary>
    public long InExtentCacheBytes { get; internal init; }

    /// <summary>Idle objects and blocks in all caches.</summary>
    public long CachedBytes => InHandsBytes + InCpuBlocksBytes + InTransferBytes + InOwnedSlabsBytes + InExtentCacheBytes;

    /// <summary>Slots that will never be used again.</summary>
    public long RetiredBytes { get; internal init; }

    /// <summary>Fragmentation outside: free slots on pages on which something is in use or cached.</summary>
    public long FragmentedBytes { get; internal init; }

    /// <summary>Pages with something on them that is in use or cached.</summary>
    public long ActiveBytes => AllocatedBytes + InternalBytes + CachedBytes + RetiredBytes + FragmentedBytes;

    /// <summary>Free pages that were written and not given back; decay gives them back.</summary>
    public long DirtyBytes { get; internal init; }

    /// <summary>Free pages that the system may take whenever it is short, and may have taken already.</summary>
    public long MuzzyBytes { get; internal init; }

    /// <summary>Pages that are or may be in memory.</summary>
    public long ResidentBytes => ActiveBytes + DirtyBytes + MuzzyBytes;

    /// <summary>Committed pages that hold no memory.</summary>
    public long RetainedBytes { get; internal init; }

    /// <summary>Committed pages.</summary>
    public long MappedBytes => ResidentBytes + RetainedBytes;

    /// <summary>Bookkeeping: CPU blocks, batches, maps of slots and slabs, pools' own state, process-wide tables.</summary>
    public long MetadataBytes { get; internal init; }

    /// <summary>Threads' hands, those of ended threads among them until they are noticed.</summary>
    public long HandBytes { get; internal init; }

    /// <summary>Generations in use, at most.</summary>
    public long GenerationBytes { get; internal init; }

    /// <summary>The heap's maps of live blocks and its directory of pages, in use, at most.</summary>
    public long StateBytes { get; internal init; }

    /// <summary>What is held beside the pages.</summary>
    public long BookkeepingBytes => MetadataBytes + HandBytes + GenerationBytes + StateBytes;

    /// <summary>What Slabwise adds to the process's resident set, muzzy pages that the system took already included.</summary>
    public long FootprintBytes => ResidentBytes + BookkeepingBytes;

    /// <summary>Address space held; what is not touched takes up no memory.</summary>
    public long ReservedBytes { get; internal init; }

    /// <summary>The most bytes of pages that were resident at once, since the process started or <see cref="SlabwiseControl.ResetPeaks"/>.</summary>
    public long PeakResidentBytes { get; internal init; }

    /// <summary>The most bytes of pages that were committed at once, since then.</summary>
    public long PeakMappedBytes { get; internal init; }

    /// <summary>How often a batch was wanted from behind a hand.</summary>
    public long Refills { get; internal init; }

    /// <summary>Refills that a CPU's block served.</summary>
    public long CpuHits { get; internal init; }

    /// <summary>Refills for which the CPU's block had nothing.</summary>
    public long CpuMisses { get; internal init; }

    /// <summary>How often a batch was given to what is behind a hand.</summary>
    public long Spills { get; internal init; }

    /// <summary>Spills of which the CPU's block did not take all.</summary>
    public long CpuOverflows { get; internal init; }

    /// <summary>How often a batch or a thread's whole slab came from the slabs.</summary>
    public long SlabFills { get; internal init; }

    /// <summary>How often a batch or a thread's whole slab went to the slabs.</summary>
    public long SlabSpills { get; internal init; }

    /// <summary>Slots that came back on other threads than their slab's owner.</summary>
    public long RemoteFrees { get; internal init; }

    /// <summary>How often pages were given back to the system.</summary>
    public long Discards { get; internal init; }

    /// <summary>Adds one pool's part.</summary>
    internal MemoryTotals With(in PoolStatistics pool) => this with
    {
        Pools = Pools + 1,
        AllocatedBytes = AllocatedBytes + pool.AllocatedBytes,
        InternalBytes = InternalBytes + pool.InternalBytes,
        InHandsBytes = InHandsBytes + pool.InHandsBytes,
        InCpuBlocksBytes = InCpuBlocksBytes + pool.InCpuBlocksBytes,
        InTransferBytes = InTransferBytes + pool.InTransferBytes,
        InOwnedSlabsBytes = InOwnedSlabsBytes + pool.InOwnedSlabsBytes,
        InExtentCacheBytes = InExtentCacheBytes + pool.InExtentCacheBytes,
        RetiredBytes = RetiredBytes + pool.RetiredBytes,
        FragmentedBytes = FragmentedBytes + pool.FragmentedBytes,
        DirtyBytes = DirtyBytes + pool.DirtyBytes,
        MuzzyBytes = MuzzyBytes + pool.MuzzyBytes,
        RetainedBytes = RetainedBytes + pool.RetainedBytes,
        MetadataBytes = MetadataBytes + pool.MetadataBytes,
        HandBytes = HandBytes + pool.HandBytes,
        GenerationBytes = GenerationBytes + pool.GenerationBytes,
        StateBytes = StateBytes + pool.StateBytes,
        Refills = Refills + pool.Refills,
        CpuHits = CpuHits + pool.CpuHits,
        CpuMisses = CpuMisses + pool.CpuMisses,
        Spills = Spills + pool.Spills,
        CpuOverflows = CpuOverflows + pool.CpuOverflows,
        SlabFills = SlabFills + pool.SlabFills,
        SlabSpills = SlabSpills + pool.SlabSpills,
        RemoteFrees = RemoteFrees + pool.RemoteFrees,
        Discards = Discards + pool.Discards,
    };
}
