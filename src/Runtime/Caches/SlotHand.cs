using System.ComponentModel;
using System.Runtime.CompilerServices;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise.Caches;

/// <summary>The inlined front of every pool: what generated code calls on this thread's hand of slots.</summary>
/// <remarks>A hand is named by its place in the threads' blocks, so that generated code needs no unsafe context.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class SlotHand
{
    /// <summary>The bit in an object's slot word that says it is rented.</summary>
    public const uint Live = 1u << 31;

    /// <summary>Takes the slot on top; 0 where the hand is empty or not opened yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pop(int place)
    {
        nint block = HandSpace.Block;
        var hand = (Hand*)(block + place);
        return block == 0 || Hand.IsEmpty(hand) ? 0 : Hand.Pop(hand);
    }

    /// <summary>Where this thread's hands lie; 0 before its first one.</summary>
    /// <remarks>A return asks for it before it checks anything: behind a check that may throw, the compiler does not move the
    /// look-up out of the caller's loop.</remarks>
    public static nint Block
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HandSpace.Block;
    }

    /// <summary>Puts a slot on top; false where the hand is full or not opened yet.</summary>
    /// <param name="block">This thread's <see cref="Block"/>.</param>
    /// <param name="place">The pool's place in it.</param>
    /// <param name="slot">The slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPush(nint block, int place, uint slot)
    {
        var hand = (Hand*)(block + place);
        if (block == 0 || hand->Count >= hand->Capacity) return false;
        Hand.Push(hand, slot);
        return true;
    }

    /// <summary>Fills this thread's empty hand and takes a slot; 0 where the pool has no more, or there is no memory for a hand.</summary>
    /// <remarks>A thief that comes between the two leaves a slot, and no thief lowers the count: the same holds for the push below. A hand that only looked
    /// empty, because its rents are counted, is popped as the rent itself would; the caller then asks <see cref="SampleClock.IsDue"/>.
    /// Only what may be guarded counts for guards: bytes of other pools would have the heap's next block guarded each time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint RefillAndPop(PoolCore* core, bool mayBeGuarded = false)
    {
        Hand* hand = ThreadHands.TryOf(core);
        if (hand is null) return 0;
        uint floor = Volatile.Read(ref hand->Floor);
        if (((floor & Hand.Marked) == 0 || hand->Count <= (floor & ~Hand.Marked)) && SlotFlow.Refill(core, hand) == 0) return 0;
        if (Hand.IsMarked(hand)) SampleClock.Count(hand, core->Stride, mayBeGuarded);
        return Hand.Pop(hand);
    }

    /// <summary>Makes room in this thread's hand where it is full, and puts the slot on top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpillAndPush(PoolCore* core, uint slot)
    {
        Hand* hand = ThreadHands.TryOf(core);
        if (hand is null)
        {
            SlotFlow.GivePastHand(core, &slot, 1);
            return;
        }

        if (hand->Count == hand->Capacity) SlotFlow.Spill(core, hand);
        Hand.Push(hand, slot);
    }
}
