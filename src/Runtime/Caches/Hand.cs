using System.Runtime.CompilerServices;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise.Caches;

/// <summary>The few idle slots that a thread holds of one pool: what <c>Rent</c> and <c>Return</c> touch first.</summary>
/// <remarks>
/// <para><c>0 &lt;= Floor &lt;= Count &lt;= Capacity</c>, but for the moments in which a thief tries a floor. The slots that lie in it are those from
/// <see cref="Floor"/> to <see cref="Count"/>, the next to be rented on top. Only its thread writes the count and the slots while the thread
/// lives; afterwards whoever finalizes <see cref="ThreadHands"/>.</para>
/// <para>Taking slots from below without stopping the owner is what the floor is for. A rent compares with it where it would compare with
/// zero, and a return does not read it: see <see cref="HandThief"/>. The owner's slow paths, which move slots, stand between
/// <see cref="Enter"/> and <see cref="Leave"/>.</para>
/// <para>Plain JIT code inlines it in every context, at 4.3 ns a pair where the sequences alone cost 7.4 inside
/// <c>try</c>, <c>using</c> and async bodies (5.2 where the call inlines): see docs/architecture.md.</para>
/// </remarks>
internal unsafe struct Hand
{
    public const int SlotsOffset = 64, Padding = 16;

    /// <summary>A bit in <see cref="Floor"/> that makes the hand look empty to a rent, so that the slow path counts it: see <see cref="SampleClock"/>.</summary>
    public const uint Marked = 1u << 31;

    public uint Count;
    public uint Capacity;

    /// <summary>The lowest slot that is still there, since what lay below was taken by a thief; with <see cref="Marked"/> or without.</summary>
    public uint Floor;

    private bool _busy, _barred;
    private ushort _seen;

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

    /// <summary>Whether there is nothing to pop, as its thread sees it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEmpty(Hand* hand) => hand->Count <= hand->Floor;

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

    /// <summary>Begins a slow path of the hand's thread: no thief touches the hand until <see cref="Leave"/>, and its slots lie at the bottom.</summary>
    /// <remarks>What was seen before may hold no longer: a thief that was waited for took slots, or gave up and lowered the floor again. Not to
    /// be nested. A slow path that throws need not leave: the hand is then passed over by thieves until its next one has ended.</remarks>
    public static void Enter(Hand* hand)
    {
        // Plain stores and loads; the fence between them is the thief's, on every processor.
        Volatile.Write(ref hand->_busy, true);
        if (Volatile.Read(ref hand->_barred)) WaitForThief(hand);
        if (hand->Floor > 0) MoveDown(hand);
    }

    public static void Leave(Hand* hand)
    {
        if (SampleRate.IsOn) SampleClock.Toss(hand);
        Volatile.Write(ref hand->_busy, false);
    }

    /// <summary>Where the slots begin.</summary>
    public static uint FloorOf(Hand* hand) => Volatile.Read(ref hand->Floor) & ~Marked;

    /// <summary>Whether its rents are counted, as its thread sees it.</summary>
    public static bool IsMarked(Hand* hand) => (Volatile.Read(ref hand->Floor) & Marked) != 0;

    /// <summary>Has rents counted until the next slow path or toss. By its thread, in a slow path.</summary>
    public static void Mark(Hand* hand) => hand->Floor |= Marked;

    /// <summary>The same from outside, or its end, under the pool's gate. Does nothing where the owner writes its floor in this moment.</summary>
    public static void TrySetMark(Hand* hand, bool isMarked)
    {
        uint floor = Volatile.Read(ref hand->Floor), wanted = isMarked ? floor | Marked : floor & ~Marked;
        if (wanted != floor) Interlocked.CompareExchange(ref hand->Floor, wanted, floor);
    }

    /// <summary>How many slots lie in it; another thread sees what was so a moment ago.</summary>
    public static int Held(Hand* hand) => Math.Max(0, (int)(Volatile.Read(ref hand->Count) - FloorOf(hand)));

    /// <summary>Whether its thread has left it as it was since this was last asked. Under the pool's gate.</summary>
    /// <remarks>All that could tell, mixed into the two bytes that the line has left: a busy hand that looks idle is emptied, which costs it
    /// one refill.</remarks>
    public static bool HasRested(Hand* hand)
    {
        ushort seen = (ushort)(Volatile.Read(ref hand->Count) + (hand->Refills + hand->Spills) * 389);
        bool rested = hand->_seen == seen;
        hand->_seen = seen;
        return rested;
    }

    /// <summary>Keeps the owner's next slow path out. By a thief, under the pool's gate.</summary>
    public static void Bar(Hand* hand) => Volatile.Write(ref hand->_barred, true);

    public static void Unbar(Hand* hand) => Volatile.Write(ref hand->_barred, false);

    /// <summary>Whether the owner is in a slow path; after <see cref="Bar"/> and a fence on every processor, no means that it stays so.</summary>
    public static bool IsBusy(Hand* hand) => Volatile.Read(ref hand->_busy);

    public static uint* Slots(Hand* hand) => (uint*)((byte*)hand + SlotsOffset);

    public static int BytesFor(int capacity) => SlotsOffset + capacity * sizeof(uint) + Padding;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WaitForThief(Hand* hand)
    {
        var spin = default(SpinWait);
        do
        {
            Volatile.Write(ref hand->_busy, false);
            while (Volatile.Read(ref hand->_barred)) spin.SpinOnce(sleep1Threshold: -1);
            Volatile.Write(ref hand->_busy, true);
        }
        while (Volatile.Read(ref hand->_barred));
    }

    private static void MoveDown(Hand* hand)
    {
        uint floor = FloorOf(hand);
        if (floor > 0)
        {
            int rest = (int)(hand->Count - floor);
            new ReadOnlySpan<uint>(Slots(hand) + floor, rest).CopyTo(new Span<uint>(Slots(hand), rest));
            hand->Count = (uint)rest;
        }

        hand->Floor = 0;
    }
}
