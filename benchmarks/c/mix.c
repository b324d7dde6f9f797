/* Threads that rent, return and hand over at random. Nobody waits: what finds no room in the neighbour's mailbox is
 * freed on the spot, and what comes in from the other neighbour is freed by this one. */
#include "bench.h"

enum { HELD = 32, MAILBOX = 64, STEPS_FOR_ONE = 2 };

static struct mailbox {
    _Alignas(128) _Atomic long written;
    _Alignas(128) _Atomic long read;
    _Alignas(128) void *slots[MAILBOX];
} mailboxes[MOST_MEMBERS];

static struct { _Alignas(128) long rents; } tally[MOST_MEMBERS];

static int members;

static int try_put(struct mailbox *box, void *block) {
    long at = atomic_load_explicit(&box->written, memory_order_relaxed);
    if (at - atomic_load_explicit(&box->read, memory_order_acquire) == MAILBOX) return 0;
    box->slots[at % MAILBOX] = block;
    atomic_store_explicit(&box->written, at + 1, memory_order_release);
    return 1;
}

static void *try_take(struct mailbox *box) {
    long at = atomic_load_explicit(&box->read, memory_order_relaxed);
    if (at == atomic_load_explicit(&box->written, memory_order_acquire)) return NULL;
    void *block = box->slots[at % MAILBOX];
    atomic_store_explicit(&box->read, at + 1, memory_order_release);
    return block;
}

static void work(int member, long steps) {
    void *held[HELD], *arrived;
    int count = 0;
    long rents = 0;
    uint64_t state = seed_of(member);
    struct mailbox *in = &mailboxes[member], *out = &mailboxes[(member + 1) % members];
    for (long s = 0; s < steps; s++) {
        uint64_t drawn = draw(&state);
        int hands_over = (drawn & 8) != 0;
        if ((drawn & 7) < 4 && count < HELD) {
            held[count++] = rent((long)drawn);
            rents++;
        } else if (count > 0) {
            int at = below(drawn, count);
            void *block = held[at];
            held[at] = held[--count];
            if (!hands_over || !try_put(out, block)) free(block);
        }
        if (hands_over && (arrived = try_take(in))) free(arrived);
    }
    while (count > 0) free(held[--count]);
    tally[member].rents = rents;
}

static void start(int wanted) {
    members = wanted;
    crew_start(wanted);
}

static void start_many(void) { start(64); }

static void start_two(void) { start(2); }

static int64_t round_of(long *ops) {
    long steps = *ops * STEPS_FOR_ONE / members + 1;
    crew_run(work, steps / 16 + 1);
    int64_t elapsed = crew_run(work, steps);
    *ops = 0;
    for (int m = 0; m < members; m++) *ops += tally[m].rents;
    return elapsed;
}

const struct workload mix_workloads[] = { { "crowd", start_many, round_of }, { "crowd2", start_two, round_of }, { 0 } };
