/* Slabs that threads own: pushes, collecting, abandoning and claiming, as in src/Runtime:
 *
 *   Take      OwnedSlab.Take, ThreadSlabFlow.TakeOwn
 *   Collect   OwnedSlab.Collect and PutChain: one exchange, then the chain is the owner's
 *   Free      OwnedSlab.TryPut for the owner; for others OwnedSlab.Push with a chain of one slot. A slab that nobody owns is claimed
 *             by the push if these are its first idle slots or its last used ones
 *   Release   ShardedSlabs.Release: OwnedSlab.Collect, TryShut, TryAbandon, until one of the two succeeds
 *   Claim     OwnedSlab.TryClaim, as ShardedSlabs.ClaimOldest calls it
 *   Fresh     ShardedSlabs.TakeFresh and OwnedSlab.Open; the tier's gate makes it one step
 *   Steal     OwnedSlab.Steal and TryUnlink, ThreadSlabFlow.TakeRemote
 *
 * A thread does any of these in any order, and ends whenever it likes: it frees what it holds and releases what it owns.
 * Held at every step: no slot in two places, no slab with two owners, Used + |idle| == SLOTS, a claimed slab's remoteFree is collected.
 * Held at the end: every slab is back in the tier, so no slot is lost.
 *
 * BROKEN_ABANDON  abandons without looking whether a push came in between: slots get lost.
 * BROKEN_CLAIM    looks and then writes instead of comparing and exchanging: two owners.
 * BROKEN_PUSH     links its slot once, not again when the exchange failed: the list loses its rest.
 */

#ifndef THREADS
#define THREADS 3
#endif
#ifndef SLABS
#define SLABS 1
#endif
#ifndef SLOTS
#define SLOTS 2
#endif

#define END       7
#define TIER      0
#define OWNED     1
#define ABANDONED 2              /* without idle slots */
#define IDLE      3              /* abandoned with idle slots: dry threads find it */

/* The word: slots used when it was abandoned, state, |remoteFree|, head of remoteFree. */
#define WORD(used, state, count, head) ((used) << 8 | (state) << 6 | (count) << 3 | (head))
#define USED(word)               ((word) >> 8)
#define STATE(word)              ((word) >> 6 & 3)
#define COUNT(word)              ((word) >> 3 & 7)
#define HEAD(word)               ((word) & 7)
#define EMPTY                    WORD(0, OWNED, 0, END)
#define INTIER                   WORD(0, TIER, 0, END)
#define LETGO                    WORD(used[b], (idle[b] -> IDLE : ABANDONED), 0, END)
#define ALL                      ((1 << SLOTS) - 1)
#define BIT(slot)                (1 << (slot))

short word[SLABS];
byte idle[SLABS];                /* free and localFree, which are the owner's alone: a set */
byte used[SLABS];
byte link[SLABS * SLOTS];
byte owners[SLABS];
byte held[SLABS];                /* the union of all hands: a slot is in one hand at most */
byte ended;

inline Gain()
{
    owners[b]++;
    assert(owners[b] == 1);
    mine = mine | BIT(b)
}

inline Lose()
{
    owners[b]--;
    mine = mine & ~BIT(b)
}

inline ToHand(slot)
{
    assert(!(held[b] & BIT(slot)));
    held[b] = held[b] | BIT(slot);
    hand[b] = hand[b] | BIT(slot);
    link[b * SLOTS + slot] = END
}

inline FromHand(slot)
{
    held[b] = held[b] & ~BIT(slot);
    hand[b] = hand[b] & ~BIT(slot)
}

inline ToIdle(slot)
{
    assert(!(idle[b] & BIT(slot)));
    assert(!(held[b] & BIT(slot)));
    assert(used[b] > 0);
    idle[b] = idle[b] | BIT(slot);
    link[b * SLOTS + slot] = END;    /* no meaning; fewer states */
    used[b]--
}

inline Take()
{
    d_step {
        at = 0;
        do
        :: !(idle[b] & BIT(at)) -> at++
        :: else -> break
        od;
        idle[b] = idle[b] & ~BIT(at);
        used[b]++;
        ToHand(at);
        at = END
    }
}

inline PutChain()
{
    at = HEAD(seen);
    count = COUNT(seen);
    do
    :: count > 0 -> assert(at != END); next = link[b * SLOTS + at]; ToIdle(at); at = next; count--
    :: else -> break
    od;
    assert(at == END);
    next = END;
    seen = 0
}

/* The exchange; what it took is then nobody else's, so walking it belongs to the same step. */
inline Collect()
{
    if
    :: COUNT(word[b]) == 0 -> skip
    :: else ->
        seen = word[b];
        word[b] = EMPTY;
        assert(STATE(seen) == OWNED);
        PutChain()
    fi
}

inline Release()
{
    do
    :: atomic {
           Collect();
           if
           :: used[b] == 0 -> assert(idle[b] == ALL); assert(word[b] == EMPTY); word[b] = INTIER; Lose(); break
           :: else -> skip
           fi
       };
#ifdef BROKEN_ABANDON
       atomic { word[b] = LETGO; Lose(); break }
#else
       atomic {
           if
           :: word[b] == EMPTY -> word[b] = LETGO; Lose(); break
           :: else -> skip
           fi
       }
#endif
    od
}

inline Claim()
{
    seen = word[b];
#ifdef BROKEN_CLAIM
    if
    :: STATE(seen) >= ABANDONED -> atomic { word[b] = EMPTY; Gain(); PutChain() }
    :: else -> skip
    fi;
#else
    do
    :: atomic {
           if
           :: STATE(seen) < ABANDONED -> break
           :: STATE(seen) >= ABANDONED && word[b] == seen -> word[b] = EMPTY; Gain(); PutChain(); break
           :: STATE(seen) >= ABANDONED && word[b] != seen -> seen = word[b]
           fi
       }
    od;
#endif
    atomic { seen = 0 }
}

inline Fresh()
{
    d_step {
        if
        :: STATE(word[b]) == TIER -> idle[b] = ALL; used[b] = 0; word[b] = EMPTY; Gain()
        :: else -> skip
        fi
    }
}

/* A slot of the hand goes back. Nobody sees its link before the exchange succeeds: the two are one step. */
inline Free()
{
    atomic {
        slot = 0;
        do
        :: !(hand[b] & BIT(slot)) -> slot++
        :: else -> break
        od;
        if
        :: mine & BIT(b) -> FromHand(slot); ToIdle(slot); seen = 0
        :: else -> seen = word[b]
#ifdef BROKEN_PUSH
            ; link[b * SLOTS + slot] = HEAD(seen)
#endif
        fi
    };
    do
    :: atomic {
           if
           :: seen == 0 -> break
           :: seen != 0 && word[b] != seen -> seen = word[b]
           :: seen != 0 && word[b] == seen ->
               assert(STATE(seen) != TIER);
               if
               :: STATE(seen) == ABANDONED || (STATE(seen) == IDLE && COUNT(seen) + 1 >= USED(seen)) ->
                   word[b] = EMPTY;
                   Gain();
                   FromHand(slot);
                   ToIdle(slot);
                   PutChain()
               :: else ->
#ifndef BROKEN_PUSH
                   link[b * SLOTS + slot] = HEAD(seen);
#endif
                   word[b] = WORD(USED(seen), STATE(seen), COUNT(seen) + 1, slot);
                   FromHand(slot)
               fi;
               break
           fi
       }
    od;
    atomic { seen = 0; slot = 0 }
}

inline Steal()
{
    seen = word[b];
    atomic {
        if
        :: STATE(seen) == OWNED && COUNT(seen) > 0 && word[b] == seen ->
            word[b] = EMPTY;
            at = HEAD(seen);
            count = COUNT(seen);
            do
            :: count > 0 -> assert(at != END); next = link[b * SLOTS + at]; ToHand(at); at = next; count--
            :: else -> break
            od;
            next = END;
            at = END
        :: else -> skip
        fi;
        seen = 0
    }
}

inline Check()
{
    count = 0;
    at = 0;
    do
    :: at < SLOTS -> count = count + (idle[b] >> at & 1); at++
    :: else -> break
    od;
    assert(used[b] + count == SLOTS);
    count = 0;
    at = END
}

proctype Thread()
{
    short seen;
    byte hand[SLABS], mine, at = END, next = END, count, slot, b;
    bool ending;
    do
    :: atomic { !ending && (mine & BIT(b)) && idle[b] -> Take() }
    :: atomic { !ending && (mine & BIT(b)) && COUNT(word[b]) > 0 -> Collect(); Check() }
    :: atomic { !ending && !(mine & BIT(b)) && STATE(word[b]) == TIER -> Fresh() }
    :: !ending && !(mine & BIT(b)) && STATE(word[b]) >= ABANDONED -> Claim()
    :: !ending && !(mine & BIT(b)) && COUNT(word[b]) > 0 -> Steal()
    :: hand[b] -> Free()
    :: mine & BIT(b) -> Release()
    :: atomic { !ending -> ending = true }
#if SLABS > 1
    :: atomic { b = 1 - b }
    :: atomic { ending && !hand[0] && !hand[1] && !mine -> ended++; break }
#else
    :: atomic { ending && !hand[0] && !mine -> ended++; break }
#endif
    od
}

init
{
    byte i;
    d_step {
        do
        :: i < SLABS -> word[i] = INTIER; idle[i] = ALL; i++
        :: else -> break
        od;
        i = 0;
        do
        :: i < SLABS * SLOTS -> link[i] = END; i++
        :: else -> break
        od;
        i = 0
    };
    atomic {
        do
        :: i < THREADS -> run Thread(); i++
        :: else -> break
        od
    };
    ended == THREADS;
    d_step {
        i = 0;
        do
        :: i < SLABS -> assert(STATE(word[i]) == TIER); assert(idle[i] == ALL); assert(used[i] == 0); i++
        :: else -> break
        od
    }
}
