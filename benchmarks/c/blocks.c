/* Pairs and batches of blocks of 64 bytes, on one thread and on many that have nothing to do with each other. */
#include "bench.h"

enum { BATCH = 200, CROWD = 16, CROWD_BATCH = 32 };

static void pairs(long count) {
    for (long i = 0; i < count; i++) free(rent(i));
}

static void batches(void **held, int size, long count) {
    for (long b = 0; b < count; b++) {
        for (int i = 0; i < size; i++) held[i] = rent(i);
        for (int i = 0; i < size; i++) free(held[i]);
    }
}

static int64_t pair_round(long *ops) {
    pairs(*ops / 16 + 1); /* not timed, here and below: caches are cold after other processes ran */
    int64_t begun = now();
    pairs(*ops);
    return now() - begun;
}

static int64_t batch_round(long *ops) {
    static void *held[BATCH];
    long units = *ops > BATCH ? *ops / BATCH : 1;
    *ops = units * BATCH;
    batches(held, BATCH, units / 16 + 1);
    int64_t begun = now();
    batches(held, BATCH, units);
    return now() - begun;
}

static void threads_work(int member, long units) {
    (void)member;
    void *held[CROWD_BATCH];
    batches(held, CROWD_BATCH, units);
}

static void threads_start(void) { crew_start(CROWD); }

static int64_t threads_round(long *ops) {
    long unit = (long)CROWD * CROWD_BATCH, units = *ops > unit ? *ops / unit : 1;
    *ops = units * unit;
    crew_run(threads_work, units / 16 + 1);
    return crew_run(threads_work, units);
}

const struct workload block_workloads[] = {
    { "pair64", NULL, pair_round }, { "batch64", NULL, batch_round }, { "threads64", threads_start, threads_round }, { 0 },
};
