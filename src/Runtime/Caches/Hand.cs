using System.Runtime.CompilerServices;

namespace Slabwise.Caches;

/// <summary>The few idle slots that a thread holds of one pool: what <c>Rent</c> and <c>Return</c> touch first.</summary>
/// <remarks>
/// <para><c>0 &lt;= Count &lt;= Capacity</c>; slots lie from offset 64 on, the next to be rented on top. Only its thread touches it while
/// the thread lives; afterwards whoever finalizes <see cref="ThreadHands"/>.</para>
/// <para>Plain JIT code inlines it in every context, at 4.3 ns a pair where the sequences alone cost 7.4 inside
/// <c>try</c>, <c>using</c> and async bodies (5.2 where the call inlines): see docs/architecture.md.</para>
/// </remarks>
internal unsafe struct Hand
{
    public const int SlotsOffset = 64, Padding = 16;

    public uint Count;
    public uint Capacity;

    /// <summary>How many slots move at once when the hand runs empty or full.</summary>
    public ushort Batch;

    /// <summary>Spills of which the CPU's block did not take all. Only the hand's thread writes the four counts; each is carried to the pool's own
    /// when it wraps.</summary>
    public ushort Overflows;

    /// <summary>Refills for which the CPU's block had nothing.</summary>
    public uint Misses;

    /// <summary>The pool, whose own list of hands <see cref="NextInPool"/> and <see cref="PreviousInPool"/> make.</summary>
    public PoolCore* Pool;

    public Hand* NextInPool;
    public Hand* PreviousInPool;

    /// <summary>The same thread's hand of another pool.</summary>
    public Hand* NextOfThread;

    /// <summary>How often a batch was wanted from behind the hand, and how often one was given there.</summary>
    public uint Refills, Spills;

    /// <summary>The slabs that the thread owns, in pools with caches a thread; else null.</summary>
    public ThreadSlabs* Slabs;

    /// <summary>Takes the slot on top of a hand that is not empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pop(Hand* hand)
    {
        uint count = hand->Count - 1;
        hand->Count = count;
        return Slots(hand)[count];
    }

    /// <summary>Puts a slot on top of a hand that is not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Push(Hand* hand, uint slot) => Push(hand, hand->Count, slot);

    /// <summary>The same where the caller has read the count: after a write to a generation the compiler would read it again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Push(Hand* hand, uint count, uint slot)
    {
        Slots(hand)[count] = slot;
        hand->Count = count + 1;
    }

    public static uint* Slots(Hand* hand) => (uint*)((byte*)hand + SlotsOffset);

    public static int BytesFor(int capacity) => SlotsOffset + capacity * sizeof(uint) + Padding;
}
