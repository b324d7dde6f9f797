using System.Runtime.CompilerServices;
using Slabwise.Caches.Rseq;

namespace Slabwise.Caches;

/// <summary>What happens when a hand runs empty or full: slots move, batch by batch, along hand, CPU block, transfer cache, slab.</summary>
internal static unsafe class SlotFlow
{
    private const int Buffer = TransferCache.BatchSlots + 4;

    /// <summary>Fills an empty hand; says how many slots it got, 0 where the pool has no more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Refill(PoolCore* core, Hand* hand)
    {
        hand->Refills++;
        int got = core->Cpus is null ? 0 : RseqPath.Pop(core->Cpus, Hand.Slots(hand), hand->Batch);
        if (got == 0) got = RefillFromTransfer(core, hand);
        hand->Count = (uint)got;
        return got;
    }

    /// <summary>Makes room in a full hand, its coldest slots first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Spill(PoolCore* core, Hand* hand)
    {
        hand->Spills++;
        uint* slots = Hand.Slots(hand);
        int count = hand->Batch;
        int given = core->Cpus is null ? 0 : RseqPath.Push(core->Cpus, slots, count);
        if (given < count) SpillPastBlock(core, slots + given, count - given);
        int rest = (int)hand->Count - count;
        new ReadOnlySpan<uint>(slots + count, rest).CopyTo(new Span<uint>(slots, rest));
        hand->Count = (uint)rest;
    }

    /// <summary>Gives everything in a hand up: its thread has ended, or a trim was asked for.</summary>
    public static void EmptyHand(PoolCore* core, Hand* hand)
    {
        core->Slabs.Give(ref core->Memory, Hand.Slots(hand), (int)hand->Count);
        hand->Count = 0;
    }

    /// <summary>Moves all idle slots that can be reached to the slabs: CPU blocks and transfer cache.</summary>
    public static void Drain(PoolCore* core)
    {
        CpuCaches.DrainAll(core);
        uint* batch = stackalloc uint[Buffer];
        int count;
        while ((count = core->Transfer.TryTake(batch)) > 0) core->Slabs.Give(ref core->Memory, batch, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RefillFromTransfer(PoolCore* core, Hand* hand)
    {
        uint* batch = stackalloc uint[Buffer];
        int count = core->Transfer.TryTake(batch);
        if (count == 0) count = TakeFromSlabs(core, batch);
        int kept = Math.Min(count, (int)hand->Capacity);
        if (core->Cpus is not null) kept = Math.Min(kept, hand->Batch);

        // The top of the batch is what is rented next; what the hand does not want waits below it.
        Unsafe.CopyBlockUnaligned(Hand.Slots(hand), batch + (count - kept), (uint)kept * sizeof(uint));
        int rest = count - kept;
        if (rest > 0 && core->Cpus is not null) rest -= PushFirst(core, batch, rest);
        if (rest > 0) GiveToTransfer(core, batch, rest);
        return kept;
    }

    private static int TakeFromSlabs(PoolCore* core, uint* batch)
    {
        core->SlabFills++;
        return core->Slabs.Take(ref core->Memory, batch, core->Transfer.Batch);
    }

    // A push takes the first ones; what is left moves to the front.
    private static int PushFirst(PoolCore* core, uint* batch, int count)
    {
        int given = CpuCaches.Push(core, batch, count);
        if (given > 0 && given < count) new Span<uint>(batch + given, count - given).CopyTo(new Span<uint>(batch, count - given));
        return given;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SpillPastBlock(PoolCore* core, uint* slots, int count)
    {
        uint* batch = stackalloc uint[Buffer];
        Unsafe.CopyBlockUnaligned(batch, slots, (uint)count * sizeof(uint));
        if (core->Cpus is not null)
        {
            count -= PushFirst(core, batch, count);
            if (count == 0) return;

            // The CPU's block is full. Slots from its top make the batch whole, so that the transfer cache holds whole ones.
            int topUp = core->Transfer.Batch - count;
            if (topUp > 0) count += RseqPath.Pop(core->Cpus, batch + count, topUp);
        }

        GiveToTransfer(core, batch, count);
    }

    private static void GiveToTransfer(PoolCore* core, uint* batch, int count)
    {
        if (core->Transfer.TryGive(batch, count)) return;
        core->SlabSpills++;
        core->Slabs.Give(ref core->Memory, batch, count);
    }
}
