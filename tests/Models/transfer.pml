/* The transfer cache's two stacks of blocks, as in src/Runtime/Caches/TransferCache:
 *
 *   Pop    TransferCache.Pop: reads the head, reads the block's successor, compares and exchanges the head
 *   Push   TransferCache.Push: writes the block's successor, compares and exchanges the head
 *
 * A thread gives (Pop from empty, fill, Push to full) or takes (Pop from full, read out, Push to empty), and ends when it likes.
 * A head is a block's number and a tag that every change moves on. Held: a block is in one place, a block on full holds a batch and
 * one on empty does not, and at the end none is lost.
 *
 * TAGS is how many values a tag has here; the code has 2^32. UNTAGGED leaves it out: then a head that was popped and pushed back
 * while another thread still held what it had read looks unchanged, and its successor is stale.
 */

#ifndef THREADS
#define THREADS 3
#endif
#ifndef TURNS
#define TURNS 2
#endif
#define BLOCKS 3
#define FULL   0
#define EMPTY  1
#ifdef UNTAGGED
#define TAGS   1
#else
#define TAGS   32
#endif

byte head[2];
byte tag[2];
byte next[BLOCKS + 1];
bool filled[BLOCKS + 1];
bool taken[BLOCKS + 1];
byte ended;

inline Pop(stack)
{
    d_step { block = head[stack]; seenTag = tag[stack] };
    do
    :: block == 0 -> break
    :: else ->
        successor = next[block];
        atomic {
            if
            :: head[stack] == block && tag[stack] == seenTag ->
                head[stack] = successor;
                tag[stack] = (seenTag + 1) % TAGS;
                assert(!taken[block]);
                taken[block] = true;
                break
            :: else -> block = head[stack]; seenTag = tag[stack]
            fi
        }
    od;
    atomic { successor = 0; seenTag = 0 }
}

inline Push(stack)
{
    d_step { seen = head[stack]; seenTag = tag[stack] };
    do
    :: true ->
        next[block] = seen;
        atomic {
            if
            :: head[stack] == seen && tag[stack] == seenTag ->
                head[stack] = block;
                tag[stack] = (seenTag + 1) % TAGS;
                taken[block] = false;
                break
            :: else -> seen = head[stack]; seenTag = tag[stack]
            fi
        }
    od;
    atomic { seen = 0; seenTag = 0; block = 0 }
}

proctype Thread()
{
    byte block, successor, seen, seenTag, turn;
    do
    :: turn == TURNS -> break
    :: turn < TURNS ->
        Pop(EMPTY);
        if
        :: block != 0 -> assert(!filled[block]); filled[block] = true; Push(FULL)
        :: else -> skip
        fi;
        turn++
    :: turn < TURNS ->
        Pop(FULL);
        if
        :: block != 0 -> assert(filled[block]); filled[block] = false; Push(EMPTY)
        :: else -> skip
        fi;
        turn++
    od;
    ended++
}

init
{
    byte i, at, stack;
    d_step {
        head[FULL] = 1;
        filled[1] = true;
        head[EMPTY] = 2;
        next[2] = 3
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
        :: stack < 2 ->
            at = head[stack];
            do
            :: at != 0 && i <= BLOCKS -> assert(filled[at] == (stack == FULL)); at = next[at]; i++
            :: else -> break
            od;
            stack++
        :: else -> break
        od;
        assert(i == BLOCKS)
    }
}
