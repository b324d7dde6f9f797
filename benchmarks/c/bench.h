/* What the loops share. An operation is one malloc, one touch of the first and last eight bytes, and one free. */
#ifndef BENCH_H
#define BENCH_H
#define _GNU_SOURCE
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum { SIZE = 64, MOST_MEMBERS = 64 };

static inline int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline void *rent(long value) {
    long *p = malloc(SIZE);
    p[0] = value;
    p[7] = value;
    /* The pointer escapes here, so that gcc keeps the call and the writes. */
    __asm__ volatile("" : : "r"(p) : "memory");
    return p;
}

/* The sequence that the .NET side draws from as well (Draw.cs). */
static inline uint64_t draw(uint64_t *state) {
    uint64_t x = *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static inline uint64_t seed_of(int member) { return 0x9E3779B97F4A7C15u * (uint64_t)(member + 1); }

/* A number below `bound` out of the upper half of what was drawn. */
static inline int below(uint64_t drawn, int bound) { return (int)((drawn >> 32) * (uint64_t)bound >> 32); }

/* Each doubling from the smallest size on is as likely as the others, and each size within it (BlockSizes.cs). */
static inline int size_of_doublings(uint64_t drawn, int smallest, int doublings) {
    int base = smallest << drawn % (uint64_t)doublings;
    return base + below(drawn, base + 1);
}

/* Waiting by turns of a loop: mostly a pause, now and then the rest of the time slice. */
static inline void pause_at(int spin) {
    enum { SPINS = 256 };
    if (spin % SPINS == SPINS - 1) sched_yield();
#if defined(__x86_64__)
    else __builtin_ia32_pause();
#endif
}

/* A crew of threads that live as long as the process; a run lasts from the first start to the last end. */
void crew_start(int members);
int64_t crew_run(void (*work)(int member, long units), long units);

/* A loop: how it starts, and one round of about `*ops` operations, corrected to what was done; returns nanoseconds. */
struct workload {
    const char *name;
    void (*start)(void);
    int64_t (*round)(long *ops);
};

extern const struct workload block_workloads[], handoff_workloads[], far_workloads[], mix_workloads[], request_workloads[], churn_workloads[],
    sweep_workloads[], scene_workloads[];

#endif
