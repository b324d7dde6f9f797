/* The benchmark loops in plain C: what malloc and free cost when nothing of .NET lies in between.
 * Reads "round N" lines, answers "@round <nanoseconds> <operations>"; ends with its input. */
#include "bench.h"
#include <stdio.h>
#include <string.h>

static const struct workload *const tables[] = {
    block_workloads, handoff_workloads, far_workloads, mix_workloads, request_workloads, churn_workloads, sweep_workloads, scene_workloads,
};

enum { TABLES = sizeof tables / sizeof *tables };

static const struct workload *find(const char *name) {
    for (int t = 0; t < TABLES; t++)
        for (const struct workload *w = tables[t]; w->name; w++)
            if (!strcmp(w->name, name)) return w;
    return NULL;
}

static int refuse(const char *name) {
    fprintf(stderr, "unknown workload '%s'; known:", name);
    for (int t = 0; t < TABLES; t++)
        for (const struct workload *w = tables[t]; w->name; w++) fprintf(stderr, " %s", w->name);
    fputc('\n', stderr);
    return 2;
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "";
    const struct workload *workload = find(name);
    if (!workload) return refuse(name);
    if (workload->start) workload->start();
    char line[128];
    puts("@ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        long ops;
        if (sscanf(line, "round %ld", &ops) != 1 || ops < 1) return fprintf(stderr, "unknown order: %s", line), 2;
        int64_t elapsed = workload->round(&ops);
        printf("@round %lld %ld\n", (long long)elapsed, ops);
        fflush(stdout);
    }
    return 0;
}
