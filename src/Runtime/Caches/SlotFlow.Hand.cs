using System.Runtime.CompilerServices;
using Slabwise.Caches.Rseq;

namespace Slabwise.Caches;

/// <content>What moves a hand's slots: all of it between <see cref="Hand.Enter"/> and <see cref="Hand.Leave"/>, so that no thief is at them.</content>
internal static unsafe partial class SlotFlow
{
    private static void Fill(PoolCore* core, Hand* hand)
    {
        CountRefill(core, hand);
        int got;
        if (hand->Slabs is not null)
        {
            got = ThreadSlabFlow.Take(core, hand, Hand.Slots(hand), core->HandBatch);
        }
        else
        {
            CacheCare.Wake();    // what lies in a hand may come to idle there
            got = core->Cpus is null ? 0 : RseqPath.Pop(core->Cpus, Hand.Slots(hand), core->HandBatch);
            if (got == 0) got = RefillFromTransfer(core, hand);
        }

        hand->Count = (uint)got;
    }

    // Full at the top only, where a thief had taken what lay below: then the slots have moved down since.
    private static void MakeRoom(PoolCore* core, Hand* hand)
    {
        if (hand->Count < hand->Capacity) return;
        CountSpill(core, hand);
        uint* slots = Hand.Slots(hand);
        int count = core->HandBatch;
        if (hand->Slabs is not null) ThreadSlabFlow.Give(core, hand, slots, count);
        else SpillToBlock(core, slots, count);
        int rest = (int)hand->Count - count;
        new ReadOnlySpan<uint>(slots + count, rest).CopyTo(new Span<uint>(slots, rest));
        hand->Count = (uint)rest;
    }

    private static int TakeFromHand(PoolCore* core, Hand* hand, uint* destination, int count)
    {
        if (hand->Count == 0)
        {
            if (hand->Slabs is not null) return ThreadSlabFlow.Take(core, hand, destination, count);
            Fill(core, hand);
        }

        int run = Math.Min((int)hand->Count, count);
        hand->Count -= (uint)run;
        Unsafe.CopyBlockUnaligned(destination, Hand.Slots(hand) + hand->Count, (uint)run * sizeof(uint));
        return run;
    }

    private static void GiveToHand(PoolCore* core, Hand* hand, uint* slots, int count)
    {
        if (hand->Slabs is not null && hand->Count + (uint)count > hand->Capacity)
        {
            ThreadSlabFlow.Give(core, hand, slots, count);
            return;
        }

        while (count > 0)
        {
            MakeRoom(core, hand);
            int run = Math.Min((int)(hand->Capacity - hand->Count), count);
            Unsafe.CopyBlockUnaligned(Hand.Slots(hand) + hand->Count, slots, (uint)run * sizeof(uint));
            hand->Count += (uint)run;
            slots += run;
            count -= run;
        }
    }
}
