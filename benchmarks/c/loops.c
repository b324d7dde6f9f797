/* The benchmark loops in plain C: what malloc and free cost when nothing of .NET lies in between.
 * Reads "round N" lines, answers "@round <nanoseconds> <operations>"; ends with its input.
 * An operation is one malloc, one touch of the first and last eight bytes, and one free. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SIZE = 64, BATCH = 200, CROWD = 16, CROWD_BATCH = 32, GROUP = 128, RING = 16, SPINS = 256, ITEMS = 8, TAGS = 3 };

static int64_t now(void) {
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

/* One thread */

static void pairs(long count) {
    for (long i = 0; i < count; i++) free(rent(i));
}

static void batches(void **held, int size, long count) {
    for (long b = 0; b < count; b++) {
        for (int i = 0; i < size; i++) held[i] = rent(i);
        for (int i = 0; i < size; i++) free(held[i]);
    }
}

/* A ring of groups between one producer and one consumer */

static struct {
    _Alignas(128) _Atomic long written;
    _Alignas(128) _Atomic long read;
    _Alignas(128) void *slots[RING][GROUP];
} ring;

static void pause_at(int spin) {
    if (spin % SPINS == SPINS - 1) sched_yield();
#if defined(__x86_64__)
    else __builtin_ia32_pause();
#endif
}

static void produce(long groups) {
    for (long g = 0; g < groups; g++) {
        long at = atomic_load_explicit(&ring.written, memory_order_relaxed);
        for (int s = 0; at - atomic_load_explicit(&ring.read, memory_order_acquire) == RING; s++) pause_at(s);
        void **group = ring.slots[at % RING];
        for (int i = 0; i < GROUP; i++) group[i] = rent(i);
        atomic_store_explicit(&ring.written, at + 1, memory_order_release);
    }
}

static void consume(long groups) {
    for (long g = 0; g < groups; g++) {
        long at = atomic_load_explicit(&ring.read, memory_order_relaxed);
        for (int s = 0; at == atomic_load_explicit(&ring.written, memory_order_acquire); s++) pause_at(s);
        void **group = ring.slots[at % RING];
        for (int i = 0; i < GROUP; i++) free(group[i]);
        atomic_store_explicit(&ring.read, at + 1, memory_order_release);
    }
}

/* A crew of threads that live as long as the process; a run lasts from the first start to the last end. */

static struct {
    pthread_barrier_t start, end;
    void (*work)(int member, long units);
    long units;
    struct { _Alignas(128) int64_t begun, ended; } clock[CROWD];
} crew;

static void *member_main(void *argument) {
    int member = (int)(long)argument;
    for (;;) {
        pthread_barrier_wait(&crew.start);
        crew.clock[member].begun = now();
        crew.work(member, crew.units);
        crew.clock[member].ended = now();
        pthread_barrier_wait(&crew.end);
    }
    return NULL;
}

static void crew_start(int members) {
    pthread_barrier_init(&crew.start, NULL, (unsigned)members + 1);
    pthread_barrier_init(&crew.end, NULL, (unsigned)members + 1);
    for (long m = 0; m < members; m++) {
        pthread_t thread;
        pthread_create(&thread, NULL, member_main, (void *)m);
    }
}

static int64_t crew_run(int members, long units) {
    crew.units = units;
    pthread_barrier_wait(&crew.start);
    pthread_barrier_wait(&crew.end);
    int64_t begun = crew.clock[0].begun, ended = crew.clock[0].ended;
    for (int m = 1; m < members; m++) {
        if (crew.clock[m].begun < begun) begun = crew.clock[m].begun;
        if (crew.clock[m].ended > ended) ended = crew.clock[m].ended;
    }
    return ended - begun;
}

static void crowd_work(int member, long units) {
    (void)member;
    void *held[CROWD_BATCH];
    batches(held, CROWD_BATCH, units);
}

static void handoff_work(int member, long units) {
    if (member == 0) produce(units);
    else consume(units);
}

/* Requests with a list of items and some tags */

struct item { struct item *next; long id; double score; long position; };
struct tag { struct tag *next; long word[2]; };
struct request { long id; struct item *items; struct tag *tags; long counts, arrived, finished, venue, user; };

static struct request **requests;
static long requests_held;

static struct request *request_new(long id) {
    struct request *r = malloc(sizeof *r);
    r->id = r->user = id;
    r->items = NULL;
    r->tags = NULL;
    for (int i = 0; i < ITEMS; i++) {
        struct item *item = malloc(sizeof *item);
        item->next = r->items;
        item->id = item->position = id + i;
        r->items = item;
    }
    for (int i = 0; i < TAGS; i++) {
        struct tag *tag = malloc(sizeof *tag);
        tag->next = r->tags;
        tag->word[1] = id;
        r->tags = tag;
    }
    return r;
}

static void request_free(struct request *r) {
    for (struct item *i = r->items, *next; i; i = next) { next = i->next; free(i); }
    for (struct tag *t = r->tags, *next; t; t = next) { next = t->next; free(t); }
    free(r);
}

/* Leaves every other request alive, so that the resident size at rest can be read between rounds. */
static int64_t requests_round(long count) {
    for (long i = 1; i < requests_held; i += 2) request_free(requests[i]);
    if (count > requests_held) requests = realloc(requests, (size_t)count * sizeof *requests);
    memset(requests, 0, (size_t)count * sizeof *requests);
    requests_held = count;
    int64_t begun = now();
    for (long i = 0; i < count; i++) requests[i] = request_new(i);
    for (long i = 0; i < count; i += 2) request_free(requests[i]);
    return now() - begun;
}

/* One round of about `ops` operations; returns its nanoseconds and corrects `ops` to what was done. */
static int64_t round_of(const char *workload, long *ops) {
    static void *held[BATCH];
    long units = 1;
    if (!strcmp(workload, "threads64") || !strcmp(workload, "handoff64")) {
        int members = crew.work == crowd_work ? CROWD : 2;
        long unit = crew.work == crowd_work ? (long)CROWD * CROWD_BATCH : GROUP;
        if (*ops > unit) units = *ops / unit;
        *ops = units * unit;
        crew_run(members, units / 16 + 1); /* not timed: caches are cold after other processes ran */
        return crew_run(members, units);
    }
    if (!strcmp(workload, "requests")) {
        units = ITEMS + TAGS + 1;
        long count = *ops / units > 2 ? *ops / units : 2;
        *ops = count * units;
        return requests_round(count);
    }
    int batched = !strcmp(workload, "batch64");
    if (batched) units = *ops > BATCH ? *ops / BATCH : 1, *ops = units * BATCH;
    if (batched) batches(held, BATCH, units / 16 + 1);
    else pairs(*ops / 16 + 1);
    int64_t begun = now();
    if (batched) batches(held, BATCH, units);
    else pairs(*ops);
    return now() - begun;
}

int main(int argc, char **argv) {
    const char *known[] = { "pair64", "batch64", "threads64", "handoff64", "requests" };
    const char *workload = argc > 1 ? argv[1] : "";
    int found = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) found |= !strcmp(workload, known[i]);
    if (!found) return fprintf(stderr, "unknown workload '%s'\n", workload), 2;
    crew.work = !strcmp(workload, "threads64") ? crowd_work : handoff_work;
    if (!strcmp(workload, "threads64")) crew_start(CROWD);
    if (!strcmp(workload, "handoff64")) crew_start(2);
    char line[128];
    puts("@ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        long ops;
        if (sscanf(line, "round %ld", &ops) != 1 || ops < 1) return fprintf(stderr, "unknown order: %s", line), 2;
        int64_t elapsed = round_of(workload, &ops);
        printf("@round %lld %ld\n", (long long)elapsed, ops);
        fflush(stdout);
    }
    return 0;
}
