/* Requests with a list of items and some tags. */
#include "bench.h"
#include <string.h>

enum { ITEMS = 8, TAGS = 3, OBJECTS = ITEMS + TAGS + 1 };

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
static int64_t round_of(long *ops) {
    long count = *ops / OBJECTS > 2 ? *ops / OBJECTS : 2;
    *ops = count * OBJECTS;
    for (long i = 1; i < requests_held; i += 2) request_free(requests[i]);
    if (count > requests_held) requests = realloc(requests, (size_t)count * sizeof *requests);
    memset(requests, 0, (size_t)count * sizeof *requests);
    requests_held = count;
    int64_t begun = now();
    for (long i = 0; i < count; i++) requests[i] = request_new(i);
    for (long i = 0; i < count; i += 2) request_free(requests[i]);
    return now() - begun;
}

const struct workload request_workloads[] = { { "requests", NULL, round_of }, { 0 } };
