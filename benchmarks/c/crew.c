/* Threads that wait at a barrier for work and at another one for each other. */
#include "bench.h"
#include <pthread.h>

static struct {
    pthread_barrier_t start, end;
    int members;
    void (*work)(int member, long units);
    long units;
    struct { _Alignas(128) int64_t begun, ended; } clock[MOST_MEMBERS];
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

void crew_start(int members) {
    crew.members = members;
    pthread_barrier_init(&crew.start, NULL, (unsigned)members + 1);
    pthread_barrier_init(&crew.end, NULL, (unsigned)members + 1);
    for (long m = 0; m < members; m++) {
        pthread_t thread;
        pthread_create(&thread, NULL, member_main, (void *)m);
    }
}

int64_t crew_run(void (*work)(int member, long units), long units) {
    crew.work = work;
    crew.units = units;
    pthread_barrier_wait(&crew.start);
    pthread_barrier_wait(&crew.end);
    int64_t begun = crew.clock[0].begun, ended = crew.clock[0].ended;
    for (int m = 1; m < crew.members; m++) {
        if (crew.clock[m].begun < begun) begun = crew.clock[m].begun;
        if (crew.clock[m].ended > ended) ended = crew.clock[m].ended;
    }
    return ended - begun;
}
