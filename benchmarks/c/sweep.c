/* Pairs of one size, touched at both ends; each round takes the next of 33 sizes from 32 KiB to 8 MiB, four a doubling. */
#include "bench.h"
#include <string.h>

enum { LEAST = 32 << 10, A_DOUBLING = 4, SIZES = 33 };

static int turn;

static size_t size_at(int index) {
    size_t least = (size_t)LEAST << index / A_DOUBLING;
    return least + least / A_DOUBLING * (size_t)(index % A_DOUBLING);
}

static void pairs(long count, size_t size) {
    for (long i = 0; i < count; i++) {
        char *p = malloc(size);
        memcpy(p, &i, sizeof i);
        memcpy(p + size - sizeof i, &i, sizeof i);
        __asm__ volatile("" : : "r"(p) : "memory");
        free(p);
    }
}

static int64_t round_of(long *ops) {
    size_t size = size_at(turn++ % SIZES);
    pairs(*ops / 4 + 1, size);
    int64_t begun = now();
    pairs(*ops, size);
    return now() - begun;
}

const struct workload sweep_workloads[] = { { "edge-sweep", NULL, round_of }, { 0 } };
