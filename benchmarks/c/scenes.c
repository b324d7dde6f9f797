/* Scenes: each round is the next act, and resident memory is read from outside between them. The same acts, sizes and seeds as Child/Scenes. */
#include "bench.h"
#include <string.h>
#include <sys/mman.h>

enum { ACTS = 3, WARM_SHARE = 64, LAST = 4096, PAGE = 4096, MEAN_EVEN = 155, REFILLED_MEAN = 1741, REFILLED_BYTES = 400, MOST = 2 };

typedef int size_of(uint64_t drawn);

static struct holding {
    _Alignas(128) void **blocks;
    long room, count;
    uint64_t state;
} holdings[MOST];

static int members, next_act, leaves_the_last;
static void *last;

/* Every doubling from 16 bytes to 256 KiB holds as many bytes as the others. */
static int even_bytes(uint64_t drawn) {
    const int64_t least = 16, most = (int64_t)256 << 10, scale = 12;
    return (int)(least * (most << scale) / ((most << scale) - below(drawn, (int)((most - least) << scale))));
}

static int first_size(uint64_t drawn) { return size_of_doublings(drawn, 16, 7); }

static int refilled_size(uint64_t drawn) { return size_of_doublings(drawn, 64, 7); }

static void *touched(int size) {
    char *p = malloc((size_t)size);
    for (int at = 0; at < size; at += PAGE) p[at] = 1;
    long value = size;
    memcpy(p + size - sizeof value, &value, sizeof value);
    return p;
}

/* Room that is resident before anything is, and not from the allocator under test. */
static void prepare(struct holding *h, long room, int member) {
    h->state = seed_of(member);
    if (h->room >= room) return;
    size_t bytes = (size_t)room * sizeof *h->blocks;
    h->blocks = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (h->blocks == MAP_FAILED) abort();
    memset(h->blocks, 1, bytes);
    h->room = room;
}

static long room_for(int64_t bytes, int mean) { return bytes / mean * 11 / 10 + 4096; }

static void fill_one(struct holding *h, size_of *sizes, int64_t *bytes) {
    int size = sizes(draw(&h->state));
    h->blocks[h->count++] = touched(size);
    *bytes -= size;
}

static void fill(struct holding *h, int64_t bytes, size_of *sizes) {
    while (bytes > 0) fill_one(h, sizes, &bytes);
}

static void free_down_to(struct holding *h, long left) {
    while (h->count > left) {
        int victim = below(draw(&h->state), (int)h->count);
        free(h->blocks[victim]);
        h->blocks[victim] = h->blocks[--h->count];
    }
}

static void prepare_member(int member, long bytes) { prepare(&holdings[member], room_for(bytes / members, MEAN_EVEN), member); }

static void fill_member(int member, long bytes) { fill(&holdings[member], bytes / members, even_bytes); }

static void rent_last(int member, long bytes) {
    if (member == 0) last = touched((int)bytes);
}

static void free_neighbours(int member, long left) { free_down_to(&holdings[(member + 1) % members], left); }

static int64_t fill_all(long bytes, long *allocated) {
    int64_t elapsed = crew_run(fill_member, bytes);
    if (leaves_the_last) crew_run(rent_last, LAST);
    *allocated = 0;
    for (int m = 0; m < members; m++) *allocated += holdings[m].count;
    return elapsed;
}

static int64_t free_all(void) { return crew_run(free_neighbours, 0); }

static void return_last(void) {
    free(last);
    last = NULL;
}

/* Much is allocated and then freed in random order, by the same thread or by the other one. An operation is a KiB. */
static int64_t spike_round(long *ops) {
    long bytes = *ops * 1024;
    *ops = 0;
    int64_t elapsed;
    switch (next_act++ % ACTS) {
    case 0:
        return_last();
        crew_run(prepare_member, bytes);
        elapsed = fill_all(bytes / WARM_SHARE, ops) + free_all();
        return_last();
        return elapsed;
    case 1: return fill_all(bytes, ops);
    default: return free_all();
    }
}

/* Many small blocks, most of them freed at random, then larger ones until as many bytes live as at first. */
static int64_t holes_round(long *ops) {
    struct holding *first = &holdings[0], *second = &holdings[1];
    long blocks = *ops, act = next_act++ % ACTS;
    *ops = 0;
    if (act == 0) {
        free_down_to(first, 0), free_down_to(second, 0);
        prepare(first, blocks, 0), prepare(second, room_for(blocks * REFILLED_BYTES, REFILLED_MEAN), 1);
    }
    int64_t begun = now(), uncounted = 0;
    switch (act) {
    case 0:
        while (first->count < blocks) fill_one(first, first_size, &uncounted);
        *ops = first->count;
        break;
    case 1: free_down_to(first, blocks / 10); break;
    default:
        fill(second, blocks * REFILLED_BYTES, refilled_size);
        *ops = second->count;
    }
    return now() - begun;
}

static void start(int wanted, int leaves) {
    members = wanted;
    leaves_the_last = leaves;
    crew_start(wanted);
}

static void start_one(void) { start(1, 0); }

static void start_two(void) { start(2, 0); }

static void start_pinned(void) { start(1, 1); }

const struct workload scene_workloads[] = {
    { "spike", start_one, spike_round }, { "spike2", start_two, spike_round }, { "pinned", start_pinned, spike_round },
    { "holes", NULL, holes_round }, { 0 },
};
