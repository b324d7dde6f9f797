/* Live blocks of many sizes, of which a random one is replaced at a time. */
#include "bench.h"
#include <string.h>

enum { LIVE = 10000, SIZES = 4096, SMALLEST = 16, DOUBLINGS = 6 };

static int sizes[SIZES];
static void *live[LIVE];
static uint64_t state;
static long turn;

static void *block_of(size_t size, long value) {
    char *p = malloc(size);
    memcpy(p, &value, sizeof value);
    memcpy(p + size - sizeof value, &value, sizeof value);
    __asm__ volatile("" : : "r"(p) : "memory");
    return p;
}

/* Each doubling from 16 to 1,024 bytes is as likely as the others, and each size within it. */
static void start(void) {
    state = seed_of(0);
    for (int i = 0; i < SIZES; i++) {
        uint64_t drawn = draw(&state);
        int base = SMALLEST << drawn % DOUBLINGS;
        sizes[i] = base + below(drawn, base + 1);
    }
    for (int i = 0; i < LIVE; i++) live[i] = block_of((size_t)sizes[turn++ % SIZES], i);
}

static void replace(long count) {
    for (long i = 0; i < count; i++) {
        int victim = below(draw(&state), LIVE);
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

const struct workload churn_workloads[] = { { "churn", start, round_of }, { 0 } };
