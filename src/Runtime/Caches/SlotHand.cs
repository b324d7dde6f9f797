using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Slabwise.Caches;

/// <summary>The inlined front of every pool: what generated code calls on this thread's hand of slots.</summary>
/// <remarks>A hand is a <c>nint</c> so that generated code needs no unsafe context; 0 stands for one that was not opened yet.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class SlotHand
{
    /// <summary>The bit in an object's slot word that says it is rented.</summary>
    public const uint Live = 1u << 31;

    /// <summary>Takes the slot on top; 0 where the hand is empty or not opened yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pop(nint hand)
    {
        var h = (Hand*)hand;
        return h is null || h->Count == 0 ? 0 : Hand.Pop(h);
    }

    /// <summary>Puts a slot on top; false where the hand is full or not opened yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPush(nint hand, uint slot)
    {
        var h = (Hand*)hand;
        if (h is null || h->Count >= h->Capacity) return false;
        Hand.Push(h, slot);
        return true;
    }

    /// <summary>Opens the hand where needed and fills it; takes a slot, or 0 where the pool has no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint RefillAndPop(PoolCore* core, ref nint hand)
    {
        if (hand == 0) hand = (nint)ThreadHands.Open(core);
        return SlotFlow.Refill(core, (Hand*)hand) == 0 ? 0 : Pop(hand);
    }

    /// <summary>Opens the hand where needed, makes room in it and puts the slot on top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpillAndPush(PoolCore* core, ref nint hand, uint slot)
    {
        if (hand == 0) hand = (nint)ThreadHands.Open(core);
        else SlotFlow.Spill(core, (Hand*)hand);
        TryPush(hand, slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsEmpty(nint hand) => hand == 0 || ((Hand*)hand)->Count == 0;

    /// <summary>Opens the hand where needed and fills it; false where the pool has no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryRefill(PoolCore* core, ref nint hand)
    {
        if (hand == 0) hand = (nint)ThreadHands.Open(core);
        return SlotFlow.Refill(core, (Hand*)hand) != 0;
    }

    /// <summary>Takes up to <paramref name="most"/> slots from the top; <paramref name="top"/> points at the topmost, the others lie below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int PopRun(nint hand, int most, out uint* top)
    {
        var h = (Hand*)hand;
        int run = Math.Min((int)h->Count, most);
        top = Hand.Slots(h) + h->Count - 1;
        h->Count -= (uint)run;
        return run;
    }

    /// <summary>Puts the lowest <paramref name="count"/> slots of the last run back.</summary>
    internal static void PutRunBack(nint hand, int count) => ((Hand*)hand)->Count += (uint)count;

    /// <summary>Room for up to <paramref name="most"/> slots above the top; filled places count after <see cref="Keep"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Room(nint hand, int most, out uint* free)
    {
        var h = (Hand*)hand;
        free = null;
        if (h is null) return 0;
        free = Hand.Slots(h) + h->Count;
        return Math.Min((int)(h->Capacity - h->Count), most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Keep(nint hand, int count) => ((Hand*)hand)->Count += (uint)count;

    /// <summary>Opens the hand, or makes room in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void MakeRoom(PoolCore* core, ref nint hand)
    {
        if (hand == 0) hand = (nint)ThreadHands.Open(core);
        else SlotFlow.Spill(core, (Hand*)hand);
    }
}
