/* Producers that only allocate and consumers that only free: a ring of groups between each two. */
#include "bench.h"

enum { GROUP = 128, RING = 16, MOST_PAIRS = 2 };

static struct ring {
    _Alignas(128) _Atomic long written;
    _Alignas(128) _Atomic long read;
    _Alignas(128) void *slots[RING][GROUP];
} rings[MOST_PAIRS];

static int pairs_of_threads;

static void produce(struct ring *ring, long groups) {
    for (long g = 0; g < groups; g++) {
        long at = atomic_load_explicit(&ring->written, memory_order_relaxed);
        for (int s = 0; at - atomic_load_explicit(&ring->read, memory_order_acquire) == RING; s++) pause_at(s);
        void **group = ring->slots[at % RING];
        for (int i = 0; i < GROUP; i++) group[i] = rent(i);
        atomic_store_explicit(&ring->written, at + 1, memory_order_release);
    }
}

static void consume(struct ring *ring, long groups) {
    for (long g = 0; g < groups; g++) {
        long at = atomic_load_explicit(&ring->read, memory_order_relaxed);
        for (int s = 0; at == atomic_load_explicit(&ring->written, memory_order_acquire); s++) pause_at(s);
        void **group = ring->slots[at % RING];
        for (int i = 0; i < GROUP; i++) free(group[i]);
        atomic_store_explicit(&ring->read, at + 1, memory_order_release);
    }
}

static void work(int member, long units) {
    if (member % 2 == 0) produce(&rings[member / 2], units);
    else consume(&rings[member / 2], units);
}

static void start(int pairs) {
    pairs_of_threads = pairs;
    crew_start(2 * pairs);
}

static void start_one(void) { start(1); }

static void start_two(void) { start(2); }

static int64_t round_of(long *ops) {
    long unit = (long)GROUP * pairs_of_threads, units = *ops > unit ? *ops / unit : 1;
    *ops = units * unit;
    crew_run(work, units / 16 + 1);
    return crew_run(work, units);
}

const struct workload handoff_workloads[] = {
    { "handoff64", start_one, round_of }, { "handoff64-2to2", start_two, round_of }, { 0 },
};
