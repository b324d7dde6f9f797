using System.Runtime.CompilerServices;
using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics.Events;

namespace Slabwise.Caches;

/// <summary>What happens when a hand runs empty or full: slots move, batch by batch, along hand, CPU block, transfer cache, slab.</summary>
internal static unsafe partial class SlotFlow
{
    private const int Buffer = TransferCache.BatchSlots + 4;

    /// <summary>Fills an empty hand; says how many slots it has then, 0 where the pool has no more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Refill(PoolCore* core, Hand* hand)
    {
        Hand.Enter(hand);
        if (hand->Count == 0) Fill(core, hand);    // else it was empty only while a thief tried a floor
        int held = (int)hand->Count;
        Hand.Leave(hand);
        return held;
    }

    /// <summary>Makes room in a full hand, its coldest slots first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Spill(PoolCore* core, Hand* hand)
    {
        Hand.Enter(hand);
        MakeRoom(core, hand);
        Hand.Leave(hand);
    }

    /// <summary>Takes up to a batch of slots for a caller who wants many, past the hand where that saves a step; 0 where the pool has no more.</summary>
    /// <param name="core">The pool.</param>
    /// <param name="destination">Room for a batch and 12 bytes more.</param>
    /// <param name="count">How many are wanted.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int TakeMany(PoolCore* core, uint* destination, int count)
    {
        Hand* hand = ThreadHands.TryOf(core);
        if (hand is null) return 0;
        count = Math.Min(count, core->FirstTransfer.Batch);
        if (core->Cpus is not null && count >= core->HandBatch)
        {
            int got = RseqPath.Pop(core->Cpus, destination, count);
            bool hit = got > 0;
            if (!hit && count == TransferCache.BatchSlots) got = NodeTransfer.TryTake(core, destination);
            if (got > 0)
            {
                CountRefill(core, hand);
                if (!hit) CountMiss(core);
                return got;
            }
        }

        Hand.Enter(hand);
        int taken = TakeFromHand(core, hand, destination, count);
        Hand.Leave(hand);
        return taken;
    }

    /// <summary>Gives up to a batch of slots back at once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GiveMany(PoolCore* core, uint* slots, int count)
    {
        if (count == 0) return;
        Hand* hand = ThreadHands.TryOf(core);
        if (hand is null)
        {
            GivePastHand(core, slots, count);
            return;
        }

        if (core->Cpus is not null && count >= core->HandBatch)
        {
            CountSpill(core, hand);
            SpillToBlock(core, slots, count);
            return;
        }

        Hand.Enter(hand);
        GiveToHand(core, hand, slots, count);
        Hand.Leave(hand);
    }

    /// <summary>Gives slots to their slabs for a thread that found no memory for a hand: a return does not fail for want of memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GivePastHand(PoolCore* core, uint* slots, int count)
    {
        if (core->Sharded is null)
        {
            core->Slabs.Give(ref core->Memory, slots, count);
            return;
        }

        // A slab that is claimed on the way has this as its owner, and none is left when it ends.
        ThreadSlabs none = default;
        Hand hand = default;
        hand.Slabs = &none;
        ThreadSlabFlow.Give(core, &hand, slots, count);
        ThreadSlabFlow.LetGo(core, &hand);
    }

    /// <summary>Gives everything in a hand up: its thread has ended, or a trim was asked for.</summary>
    public static void EmptyHand(PoolCore* core, Hand* hand)
    {
        Hand.Enter(hand);
        if (hand->Slabs is null)
        {
            core->Slabs.Give(ref core->Memory, Hand.Slots(hand), (int)hand->Count);
        }
        else
        {
            ThreadSlabFlow.Give(core, hand, Hand.Slots(hand), (int)hand->Count);
            ThreadSlabFlow.LetGo(core, hand);
        }

        hand->Count = 0;
        Hand.Leave(hand);
    }

    /// <summary>Moves all idle slots that can be reached to the slabs: CPU blocks and transfer cache.</summary>
    public static void Drain(PoolCore* core)
    {
        CpuCaches.DrainAll(core);
        GiveBatchesUp(core, left: 0);
    }

    /// <summary>Moves whole batches from the transfer cache to the slabs, until at most so many slots are left there.</summary>
    /// <remarks>Each under the pool's gate, as all that is moved behind its users' backs: a count of a pool whose users rest finds every slot in one place.</remarks>
    public static void GiveBatchesUp(PoolCore* core, long left)
    {
        uint* batch = stackalloc uint[Buffer];
        for (int node = 0; node < core->Slabs.Tiers; node++)
        {
            ref TransferCache transfer = ref NodeTransfer.At(core, node);
            int count;
            for (long waiting = transfer.CountSlots(); waiting > left / core->Slabs.Tiers && (count = GiveBatchUp(core, ref transfer, batch)) > 0;)
                waiting -= count;
        }
    }

    private static int GiveBatchUp(PoolCore* core, ref TransferCache transfer, uint* batch)
    {
        core->Gate.Enter();
        int count = transfer.TryTake(batch);
        if (count > 0) core->Slabs.Give(ref core->Memory, batch, count);
        core->Gate.Exit();
        return count;
    }

    private static void SpillToBlock(PoolCore* core, uint* slots, int count)
    {
        if (core->Slabs.IsShared) count = NodeTransfer.KeepNear(core, slots, count);
        int given = core->Cpus is null ? 0 : RseqPath.Push(core->Cpus, slots, count);
        if (given < count) SpillPastBlock(core, slots + given, count - given);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RefillFromTransfer(PoolCore* core, Hand* hand)
    {
        if (core->Cpus is not null) CountMiss(core);
        uint* batch = stackalloc uint[Buffer];
        int count = NodeTransfer.TryTake(core, batch);
        if (count == 0) count = TakeFromSlabs(core, batch);
        int kept = Math.Min(count, (int)hand->Capacity);
        if (core->Cpus is not null) kept = Math.Min(kept, core->HandBatch);

        // The top of the batch is what is rented next; what the hand does not want waits below it.
        Unsafe.CopyBlockUnaligned(Hand.Slots(hand), batch + (count - kept), (uint)kept * sizeof(uint));
        int rest = count - kept;
        if (rest > 0 && core->Cpus is not null) rest -= PushFirst(core, batch, rest);
        if (rest > 0) GiveToTransfer(core, batch, rest);
        return kept;
    }

    private static int TakeFromSlabs(PoolCore* core, uint* batch)
    {
        Interlocked.Increment(ref core->SlabFills);
        long slabs = core->Slabs.Touched;
        int count = core->Slabs.Take(ref core->Memory, batch, core->FillCount);
        if (RareEvents.IsOn) RareEvents.SlabsCreated(core, slabs);
        if (count == 0) count = NodeTransfer.TryTakeAnywhere(core, batch);
        while (count == 0 && Relief.TryMakeRoom()) count = core->Slabs.Take(ref core->Memory, batch, core->FillCount);
        if (core->FillCount < core->FirstTransfer.Batch) core->FillCount = (ushort)Math.Min(core->FillCount * 2, core->FirstTransfer.Batch);
        return count > 0 ? count : TakeFromOthers(core, batch);
    }

    // The pool is at its bound, but slots wait at CPUs where this thread does not run, or in other threads' hands.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TakeFromOthers(PoolCore* core, uint* batch)
    {
        int count = 0;
        if (CpuCaches.CountSlots(core) > 0)
        {
            CpuCaches.DrainAll(core);
            count = core->Slabs.Take(ref core->Memory, batch, core->FirstTransfer.Batch);
        }

        if (count == 0 && HandThief.Rob(core, core->FirstTransfer.Batch) > 0) count = core->Slabs.Take(ref core->Memory, batch, core->FirstTransfer.Batch);
        return count;
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
        if (core->Cpus is not null) CountOverflow(core);
        uint* batch = stackalloc uint[Buffer];
        Unsafe.CopyBlockUnaligned(batch, slots, (uint)count * sizeof(uint));
        if (core->Cpus is not null)
        {
            count -= PushFirst(core, batch, count);
            if (count == 0) return;

            // The CPU's block is full. Slots from its top make the batch whole, so that the transfer cache holds whole ones.
            int topUp = core->FirstTransfer.Batch - count;
            if (topUp > 0) count += RseqPath.Pop(core->Cpus, batch + count, topUp);
        }

        GiveToTransfer(core, batch, count);
    }

    private static void GiveToTransfer(PoolCore* core, uint* batch, int count)
    {
        if (core->Slabs.IsShared)
        {
            NodeTransfer.GiveHome(core, batch, count);
            return;
        }

        CacheCare.Wake();
        if (core->FirstTransfer.TryGive(batch, count)) return;
        Interlocked.Increment(ref core->SlabSpills);
        core->Slabs.Give(ref core->Memory, batch, count);
    }
}
