/* Live blocks of many sizes, of which a random one is replaced at a time. */
#include "bench.h"
#include <string.h>

enum { SIZES = 4096, MOST_LIVE = 10000 };

static int sizes[SIZES], count;
static void *live[MOST_LIVE];
static uint64_t state;
static long turn;

static void *block_of(size_t size, long value) {
    char *p = malloc(size);
    memcpy(p, &value, sizeof value);
    memcpy(p + size - sizeof value, &value, sizeof value);
    __asm__ volatile("" : : "r"(p) : "memory");
    return p;
}

static void start(int blocks, int smallest, int doublings) {
    state = seed_of(0);
    count = blocks;
    for (int i = 0; i < SIZES; i++) sizes[i] = size_of_doublings(draw(&state), smallest, doublings);
    for (int i = 0; i < count; i++) live[i] = block_of((size_t)sizes[turn++ % SIZES], i);
}

static void start_churn(void) { start(10000, 16, 6); }

static void start_edge(void) { start(16, 100000, 1); }

static void replace(long times) {
    int most = count;
    for (long i = 0; i < times; i++) {
        int victim = below(draw(&state), most);
        free(live[victim]);
        live[victim] = block_of((size_t)sizes[turn++ % SIZES], i);
    }
}

static int64_t round_of(long *ops) {
    replace(*ops / 16 + 1);
    int64_t begun = now();
    replace(*ops);
    return now() - begun;
}

const struct workload churn_workloads[] = { { "churn", start_churn, round_of }, { "edge", start_edge, round_of }, { 0 } };
