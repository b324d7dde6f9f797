/* Slots taken out of a living thread's hand, as in src/Runtime/Caches/Hand and HandThief:
 *
 *   Pop      Hand.IsEmpty and Hand.Pop: reads the count, compares with the floor, writes the count, reads the slot
 *   Push     Hand.Push: reads the count, writes the slot, writes the count
 *   Slow     Hand.Enter, then a refill of an empty hand, a spill of a full one or an emptying at any time, then Hand.Leave
 *   Thief    HandThief: bar, fence, busy?, raise the floor, fence, is the count still above?, carry off
 *   Exit     ThreadHands.Retire: out of the list under the pool's gate, which the thief holds; then what lies in the hand goes back
 *
 * The owner's stores reach the thief by way of a store buffer, in their order; a fence on every processor empties it. With WEAK a count may
 * be seen before the slot that was written before it. The thief's own stores are seen at once: seen later, they are those of a slower
 * thief, and its fences empty its buffer as well.
 * Held at every step: a slot that is popped, or carried off, lies in the hand: so none is in two places. Held at the end: none is lost.
 *
 * BROKEN_RECHECK  does not look again whether the count is above the floor.
 * BROKEN_MARGIN   leaves no slot in the hand.
 * BROKEN_BUSY     does not ask whether the owner is in a slow path.
 * BROKEN_WAIT     the owner does not wait for a thief that was there first.
 * BROKEN_FENCE    no fence between barring and asking.
 * BROKEN_LOOK     no fence between the floor and the second look.
 * BROKEN_ORDER    no fence between the second look and the slots; matters with WEAK only.
 * BROKEN_GATE     a thread's hand is retired while a thief is at it.
 */

#ifndef CAPACITY
#define CAPACITY 3
#endif
#ifndef SLOTS
#define SLOTS 3
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef STEPS
#define STEPS 5
#endif
#define BUFFER 3

#ifdef BROKEN_MARGIN
#define LEFT 0
#else
#define LEFT 1
#endif

#define TIER 0
#define HAND 1
#define USER 2

#define COUNT CAPACITY
#define FLOOR (CAPACITY + 1)
#define BUSY  (CAPACITY + 2)

/* What memory holds: slots, count, floor, busy. */
byte memory[CAPACITY + 3];
bool barred, gate, listed = true;
byte place[SLOTS];

/* What the owner wrote and others may not see yet. */
chan buffer = [BUFFER] of { byte, byte };

/* What the owner sees: its own stores at once. Only it writes slots and count; the floor is looked up in the buffer first. */
byte slots[CAPACITY], count;
byte ownFloors;
bool exited;

inline Store(where, what)
{
    buffer ! where, what
}

inline Flush()
{
    buffer ? at, value;
    memory[at] = value;
    if
    :: at == FLOOR -> ownFloors--
    :: else
    fi;
    at = 0;
    value = 0
}

inline Fence()
{
    d_step {
        do
        :: len(buffer) > 0 -> Flush()
        :: else -> break
        od
    }
}

/* The slow path's work. It moves slots down first, as Hand.Enter does. Each store goes through the buffer. */
inline MoveDown()
{
    atomic {
        floor = (ownFloors > 0 -> 0 : memory[FLOOR]);
        i = floor
    };
    if
    :: floor == 0
    :: else ->
        do
        :: i < count -> atomic { slots[i - floor] = slots[i]; Store(i - floor, slots[i]) }; i++
        :: else -> break
        od;
        atomic { count = count - floor; Store(COUNT, count) };
        atomic { ownFloors++; Store(FLOOR, 0) }
    fi;
    atomic { i = 0; floor = 0 }
}

inline GiveBack(slot)
{
    assert(place[slot] == HAND);
    place[slot] = TIER
}

inline Slow()
{
    Store(BUSY, 1);
#ifndef BROKEN_WAIT
    do
    :: !barred -> break
    :: barred -> Store(BUSY, 0); !barred; Store(BUSY, 1)
    od;
#endif
    MoveDown();
    if
    :: count == 0 ->
        /* A refill of up to two. */
        do
        :: i < SLOTS && count < 2 && place[i] == TIER -> atomic { place[i] = HAND; slots[count] = i; Store(count, i) }; i++; atomic { count++; Store(COUNT, count) }
        :: i < SLOTS && place[i] != TIER -> i++
        :: i == SLOTS || count == 2 -> break
        od;
        i = 0
    :: count > 0 ->
        /* A spill of the lowest slot, or of all where there is but one. */
        atomic { GiveBack(slots[0]); i = 1 };
        do
        :: i < count -> atomic { slots[i - 1] = slots[i]; Store(i - 1, slots[i]) }; i++
        :: else -> break
        od;
        atomic { i = 0; count--; Store(COUNT, count) }
    fi;
    Store(BUSY, 0)
}

inline Pop()
{
    seen = count;
    if
    :: seen <= (ownFloors > 0 -> 0 : memory[FLOOR]) -> Slow()
    :: else ->
        atomic { count = seen - 1; Store(COUNT, seen - 1) };
        atomic { slot = slots[seen - 1]; assert(place[slot] == HAND); place[slot] = USER; slot = 0 }
    fi;
    seen = 0
}

inline Push()
{
    atomic {
        slot = 0;
        do
        :: slot < SLOTS -> slot++
        :: slot == SLOTS || place[slot] == USER -> break
        od;
        seen = count
    };
    if
    :: slot == SLOTS
    :: slot < SLOTS && seen == CAPACITY -> Slow()
    :: slot < SLOTS && seen < CAPACITY ->
        atomic { place[slot] = HAND; slots[seen] = slot; Store(seen, slot) };
        atomic { count = seen + 1; Store(COUNT, seen + 1) }
    fi;
    atomic { seen = 0; slot = 0 }
}

proctype Owner()
{
    byte seen, slot, floor, i, steps;
    do
    :: steps < STEPS -> steps++; Pop()
    :: steps < STEPS -> steps++; Push()
    :: steps < STEPS -> steps++; Slow()
    :: break
    od;
    atomic { steps = 0; exited = true }
}

/* Stores reach memory at any time. */
proctype Drainage()
{
    byte at, value;
end:
    do
    :: atomic { len(buffer) > 0 -> Flush() }
#ifdef WEAK
    :: atomic { buffer ?? [eval(COUNT), value] && !(buffer ? [eval(COUNT), value]) && !(buffer ?? [eval(BUSY), value]) -> buffer ?? eval(COUNT), value; memory[COUNT] = value; value = 0 }
#endif
    od
}

proctype Thief()
{
    byte from, to, i, rounds, at, value;
    bool busy;
    do
    :: rounds == ROUNDS || !listed -> break
    :: atomic { rounds < ROUNDS && listed && !gate -> gate = true; rounds++ };
        barred = true;
#ifndef BROKEN_FENCE
        Fence();
#endif
#ifndef BROKEN_BUSY
        busy = memory[BUSY];
#endif
        from = memory[FLOOR];
        to = memory[COUNT];
        if
        :: busy || to <= from + LEFT
        :: else ->
            to = to - LEFT;
            memory[FLOOR] = to;
#ifndef BROKEN_LOOK
            Fence();
#endif
            if
#ifndef BROKEN_RECHECK
            :: memory[COUNT] < to + LEFT -> memory[FLOOR] = from
            :: else ->
#else
            :: true ->
#endif
#if defined(WEAK) && !defined(BROKEN_ORDER)
                Fence();
#endif
                i = from;
                do
                :: i < to -> atomic { GiveBack(memory[i]); i++ }
                :: else -> break
                od
            fi
        fi;
        barred = false;
        atomic { gate = false; from = 0; to = 0; i = 0; busy = false }
    od
}

/* The thread has ended: its stores are there, and nobody but a thief may still be at the hand. */
proctype Finalizer()
{
    byte i, at, value;
    exited;
    Fence();
#ifdef BROKEN_GATE
    listed = false;
#else
    atomic { !gate -> listed = false };
#endif
    i = memory[FLOOR];
    do
    :: i < memory[COUNT] -> atomic { GiveBack(memory[i]); i++ }
    :: else -> break
    od;
    atomic {
        i = 0;
        do
        :: i < SLOTS -> assert(place[i] != HAND); i++
        :: else -> break
        od
    }
}

/* It begins with a hand that has room for one more slot, which the user has. */
init
{
    atomic {
        do
        :: count < CAPACITY - 1 -> slots[count] = count; memory[count] = count; place[count] = HAND; count++
        :: else -> break
        od;
        memory[COUNT] = count;
        place[count] = USER;
        run Owner();
        run Drainage();
        run Thief();
        run Finalizer()
    }
}
