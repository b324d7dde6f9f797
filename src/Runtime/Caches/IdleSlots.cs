using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Lists every idle slot of a pool that is at rest: hands, CPU blocks, batches, lists of slabs that threads own. For validation only.</summary>
internal static unsafe class IdleSlots
{
    /// <exception cref="InvalidOperationException">A slot lies in two places.</exception>
    public static List<uint> Of(PoolCore* core) => Of(core, out _);

    /// <param name="core">The pool.</param>
    /// <param name="used">How many slots were out of the slabs then.</param>
    /// <inheritdoc cref="Of(PoolCore*)"/>
    public static List<uint> Of(PoolCore* core, out long used)
    {
        core->Gate.Enter();    // rest is the users': whoever looks after caches may move slots
        try
        {
            used = core->Slabs.Used;
            return OfHeld(core);
        }
        finally
        {
            core->Gate.Exit();
        }
    }

    private static List<uint> OfHeld(PoolCore* core)
    {
        var slots = new List<uint>();
        for (Hand* hand = core->Hands; hand is not null; hand = hand->NextInPool) Add(slots, Hand.Slots(hand) + Hand.FloorOf(hand), hand->Count - Hand.FloorOf(hand));
        if (core->Cpus is not null)
        {
            for (int cpu = 0; cpu < core->Cpus->Bound; cpu++)
            {
                CpuBlock* block = CpuTable.Entries(core->Cpus)[cpu];
                Add(slots, CpuBlock.Slots(block), block->Count);
            }
        }

        NodeTransfer.AddSlotsTo(core, slots);
        var seen = new HashSet<uint>();
        NodeSharded.AddIdleTo(core, slots);
        foreach (uint slot in slots)
        {
            if (!seen.Add(slot)) throw new InvalidOperationException($"Slot {slot} is idle in two places.");
            if (core->Slabs.IsFree(slot)) throw new InvalidOperationException($"Slot {slot} is idle in a cache and free in its slab.");
        }

        return slots;
    }

    private static void Add(List<uint> slots, uint* from, uint count) => slots.AddRange(new ReadOnlySpan<uint>(from, (int)count));
}
