/* Everything allocated by one thread, and only then everything freed: by another one, or by itself. */
#include "bench.h"

static void **held;
static long room;
static int freer;

static void rent_all(int member, long count) {
    for (long i = 0; member == 0 && i < count; i++) held[i] = rent(i);
}

static void free_all(int member, long count) {
    for (long i = 0; member == freer && i < count; i++) free(held[i]);
}

static void start_far(void) { freer = 1, crew_start(2); }

static void start_same(void) { freer = 0, crew_start(2); }

static int64_t round_of(long *ops) {
    if (*ops > room) held = realloc(held, (size_t)*ops * sizeof *held), room = *ops;
    int64_t elapsed = crew_run(rent_all, *ops);
    return elapsed + crew_run(free_all, *ops);
}

const struct workload far_workloads[] = { { "freeonly", start_far, round_of }, { "freesame", start_same, round_of }, { 0 } };
