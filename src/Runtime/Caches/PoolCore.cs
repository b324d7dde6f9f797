using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>One pool's tiers below the hands, in native memory that never moves: CPU blocks, transfer cache, slabs.</summary>
/// <remarks>
/// <para>The table of CPUs lies right behind it: on two CPUs both are 384 bytes, and a type that is touched once costs 960 with its hand and its
/// slot maps.</para>
/// <para>At rest: <c>Slabs.Used == rented + in hands + in CPU blocks + in transfer + Retired</c>. Nobody counts rents: the equation is
/// solved for them, so that a rent and a return touch no counter. Pools with caches a thread: see <see cref="ShardedSlabs"/>.</para>
/// <para>A slot is in one place at a time, and slots are all that moves: a pool of structs and a pool of objects differ only in what
/// their slot numbers mean.</para>
/// </remarks>
internal unsafe struct PoolCore
{
    public PoolSlabs Slabs;
    public SlabMemory Memory;

    /// <summary>The batches of the first node, see <see cref="NodeTransfer"/>.</summary>
    public TransferCache FirstTransfer;

    public CpuTable* Cpus;

    /// <summary>The slabs' owners, in pools with caches a thread.</summary>
    public ShardedSlabs* Sharded;

    public Hand* Hands;

    /// <summary>The neighbours in <see cref="CoreList"/>.</summary>
    public PoolCore* Next, Previous;

    /// <summary>Guards <see cref="Hands"/>, what <see cref="HandThief"/> does to them, and the exchange of CPU blocks.</summary>
    public SpinGate Gate;

    /// <summary>Where every thread's hand of this pool lies in the thread's block.</summary>
    public int HandPlace;

    public int Stride;
    public ushort HandCapacity, HandBatch;
    public ushort FirstCpuCapacity, LargestCpuCapacity;

    /// <summary>How many slots the slabs give at once: few at first, twice as many each time, up to a whole batch.</summary>
    public ushort FillCount;

    public bool IsClosed;

    /// <summary>Who goes through <see cref="CoreList"/> and is here now. Under its gate.</summary>
    public byte Visitors;

    /// <summary>Slots whose generation is used up.</summary>
    public long Retired;

    /// <summary>What hands whose threads have ended had counted, and what the others carried here.</summary>
    public long PastRefills, PastSpills;

    /// <summary>Refills for which a CPU's block had nothing, and spills of which it did not take all.</summary>
    public long Misses, Overflows;

    /// <summary>Refills and spills when <see cref="CacheCare"/> last looked.</summary>
    public long SeenMoves;

    /// <summary>Batches that came from, and went to, the slabs because the transfer cache had none or no room.</summary>
    public long SlabFills, SlabSpills;

    /// <summary>Objects that a class pool made, and those it dropped for the garbage collector.</summary>
    public long Created, Dropped;

    private static int BytesFor(bool perCpu) => sizeof(PoolCore) + (perCpu ? CpuTable.BytesFor(CpuTopology.PossibleCpus) : 0);

    // A type that is used once should not hold a batch, nor a CPU block for the part of it that the hand does not want.
    private const int FirstFill = 8;

    public static PoolCore* Create(PoolShape shape) => Create(shape, HandSpace.Assign(shape.HandCapacity));

    /// <summary>Makes a pool whose hands have their place already.</summary>
    public static PoolCore* Create(PoolShape shape, int handPlace)
    {
        var core = (PoolCore*)MetadataHeap.Alloc(BytesFor(shape.PerCpu));
        core->Stride = shape.Stride;
        core->FirstTransfer.Initialize(shape.TransferBlocks, shape.TransferBatch);
        core->HandPlace = handPlace;
        core->HandCapacity = (ushort)shape.HandCapacity;
        core->HandBatch = (ushort)shape.HandBatch;
        core->FirstCpuCapacity = (ushort)shape.FirstCpuCapacity;
        core->LargestCpuCapacity = (ushort)shape.LargestCpuCapacity;
        core->FillCount = (ushort)Math.Min(FirstFill, shape.HandBatch);
        if (shape.PerCpu) core->Cpus = CpuCaches.MakeTable(core + 1);
        CoreList.Add(core);
        DecayCare.Start();
        return core;
    }

    /// <summary>Bytes of bookkeeping that a pool holds: itself, its CPU blocks, its shelf of batches, its slot maps.</summary>
    public static long BytesOf(PoolCore* core) =>
        MetadataHeap.SizeOf(BytesFor(core->Cpus is not null)) + CpuCaches.BytesOf(core) + core->FirstTransfer.Bytes + core->Slabs.MapBytes
        + (core->Sharded is null ? 0 : core->Sharded->Bytes);

    /// <summary>Forgets a pool whose start failed half way: nobody has a hand of it.</summary>
    public static void Abandon(PoolCore* core)
    {
        int bytes = BytesFor(core->Cpus is not null);
        Close(core);
        MetadataHeap.Free(core, bytes);
    }

    /// <summary>Gives everything but this block itself back: late hands still look at <see cref="IsClosed"/>.</summary>
    public static void Close(PoolCore* core)
    {
        core->Gate.Enter();
        bool first = !core->IsClosed;
        core->IsClosed = true;
        core->Gate.Exit();
        if (!first) return;
        CoreList.Remove(core);
        CpuCaches.Close(core);
        core->FirstTransfer.Close();
        if (core->Sharded is not null) ShardedSlabs.Free(core->Sharded);
        core->Slabs.Close(ref core->Memory);
        core->Memory.Close();
    }
}

/// <summary>How many slots a pool's caches hold, by what an object weighs.</summary>
/// <remarks>Bounds are bytes first: 92 objects of 64 bytes may wait in a hand, four of 2 KiB, one of 32 KiB.</remarks>
internal readonly record struct PoolShape(
    int Stride, bool PerCpu, int HandCapacity, int HandBatch, int FirstCpuCapacity, int LargestCpuCapacity, int TransferBlocks, int TransferBatch)
{
    // 92 slots and the hand's own 64 bytes make seven cache lines.
    private const int FrontHand = 92, WholeHand = 384;
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
        int least = stride <= FrontHandBytes / 2 ? 4 : stride <= 2 * FrontHandBytes ? 2 : 1;
        int hand = perCpu ? Within(FrontHandBytes / stride, least, FrontHand) : Within(WholeHandBytes / stride, least, WholeHand);
        hand = Math.Min(hand, Math.Max(1, most));
        int batch = Within(BatchBytes / stride, 1, TransferCache.BatchSlots);
        int largest = Math.Min(Within(CpuBytes / stride, 2, MostCpuCapacity), most);
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
