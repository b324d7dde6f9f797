using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>One pool's tiers below the hands, in native memory that never moves: CPU blocks, transfer cache, slabs.</summary>
/// <remarks>
/// <para>At rest: <c>Slabs.Used == rented + in hands + in CPU blocks + in transfer + Retired</c>. Nobody counts rents: the equation is
/// solved for them, so that a rent and a return touch no counter.</para>
/// <para>A slot is in one place at a time, and slots are all that moves: a pool of structs and a pool of objects differ only in what
/// their slot numbers mean.</para>
/// </remarks>
internal unsafe struct PoolCore
{
    public SlabTier Slabs;
    public SlabMemory Memory;
    public TransferCache Transfer;
    public CpuTable* Cpus;
    public Hand* Hands;

    /// <summary>Guards <see cref="Hands"/> and the exchange of CPU blocks.</summary>
    public SpinGate Gate;

    /// <summary>Where every thread's hand of this pool lies in the thread's block.</summary>
    public int HandPlace;

    public int HandCapacity, HandBatch;
    public int FirstCpuCapacity, LargestCpuCapacity;
    public int Stride;
    public int Closed;

    /// <summary>Slots whose generation is used up.</summary>
    public long Retired;

    /// <summary>Refills and spills of hands whose threads have ended.</summary>
    public long PastRefills, PastSpills;

    /// <summary>Batches that came from, and went to, the slabs because the transfer cache had none or no room.</summary>
    public long SlabFills, SlabSpills;

    /// <summary>Objects that a class pool made, and those it dropped for the garbage collector.</summary>
    public long Created, Dropped;

    public static PoolCore* Create(PoolShape shape) => Create(shape, HandSpace.Assign(shape.HandCapacity));

    /// <summary>Makes a pool whose hands have their place already.</summary>
    public static PoolCore* Create(PoolShape shape, int handPlace)
    {
        var core = (PoolCore*)MetadataHeap.Alloc(sizeof(PoolCore));
        core->Stride = shape.Stride;
        core->Transfer.Initialize(shape.TransferBlocks, shape.TransferBatch);
        core->HandPlace = handPlace;
        core->HandCapacity = shape.HandCapacity;
        core->HandBatch = shape.HandBatch;
        core->FirstCpuCapacity = shape.FirstCpuCapacity;
        core->LargestCpuCapacity = shape.LargestCpuCapacity;
        if (shape.PerCpu) core->Cpus = CpuCaches.CreateTable();
        return core;
    }

    /// <summary>Gives everything but this block itself back: late hands still look at <see cref="Closed"/>.</summary>
    public static void Close(PoolCore* core)
    {
        core->Gate.Enter();
        bool first = core->Closed == 0;
        core->Closed = 1;
        core->Gate.Exit();
        if (!first) return;
        CpuCaches.Close(core);
        core->Transfer.Close();
        core->Slabs.Close();
        core->Memory.Close();
    }
}

/// <summary>How many slots a pool's caches hold, by what an object weighs.</summary>
/// <remarks>Bounds are bytes first: 96 objects of 64 bytes may wait in a hand, four of 4 KiB.</remarks>
internal readonly record struct PoolShape(
    int Stride, bool PerCpu, int HandCapacity, int HandBatch, int FirstCpuCapacity, int LargestCpuCapacity, int TransferBlocks, int TransferBatch)
{
    // 96 slots and the hand's own 64 bytes make one block of 512; 384 make 2,048.
    private const int FrontHand = 96, WholeHand = 384;
    private const int FrontHandBytes = 8 * 1024, WholeHandBytes = 256 * 1024;
    private const int CpuBytes = 512 * 1024, BatchBytes = 64 * 1024;
    private const int SmallestCpuCapacity = 120, MostCpuCapacity = 2040;
    private const int Blocks = 64;

    /// <param name="stride">Bytes that a slot stands for; for class pools an estimate.</param>
    /// <param name="perCpu">Whether CPU blocks stand behind the hands.</param>
    /// <param name="maxCached">The most slots one cache may keep; 0 leaves it to the bytes.</param>
    public static PoolShape For(int stride, bool perCpu, int maxCached)
    {
        int most = maxCached == 0 ? int.MaxValue : maxCached;
        int hand = perCpu ? Within(FrontHandBytes / stride, 4, FrontHand) : Within(WholeHandBytes / stride, 4, WholeHand);
        hand = Math.Min(hand, Math.Max(1, most));
        int batch = Within(BatchBytes / stride, 1, TransferCache.BatchSlots);
        int largest = Math.Min(Within(CpuBytes / stride, 8, MostCpuCapacity), most);
        return new PoolShape(
            stride,
            perCpu,
            hand,
            Math.Min(Math.Max(1, hand / 2), batch),
            Math.Min(SmallestCpuCapacity, largest),
            largest,
            Blocks,
            batch);
    }

    private static int Within(int value, int least, int most) => Math.Clamp(value, least, most);
}
