namespace Slabwise.Benchmarks.Catalog;

/// <summary>Every workload, in the order of the tables, with the sizes that the C program repeats in its own constants.</summary>
internal static class WorkloadCatalog
{
    public const int Batch = 200, Crowd = 16, CrowdBatch = 32, Group = 128;
    public const int Requests = 300_000, QuickRequests = 30_000, ItemsPerRequest = 8, TagsPerRequest = 3;
    public const int ObjectsPerRequest = 1 + ItemsPerRequest + TagsPerRequest;

    /// <summary>Threads of <c>crowd</c>, what each may hold, and what waits at most between two neighbours.</summary>
    public const int Many = 64, HeldByOne = 32, Mailbox = 64;

    /// <summary>Threads of <c>arrays</c>, and how many arrays each may hold.</summary>
    public const int ArrayThreads = 8, ArraysHeldByOne = 256;

    public const int AsyncWorkers = 8, FreedFar = 1_000_000, LiveBlocks = 10_000, LiveAtEdge = 16, ObjectBytes = 64;

    private static readonly Workload RequestsOfTwelve = new("requests", "300,000 requests of 12 objects each, half of them then returned", 1,
        FixedOperations: (long)Requests * ObjectsPerRequest, QuickOperations: (long)QuickRequests * ObjectsPerRequest);

    /// <summary>What <c>compare</c> runs.</summary>
    public static readonly IReadOnlyList<Workload> Compare =
    [
        new("pair64", "rent 64 bytes, touch, return", 1),
        new("pair64-using", "the same in a using statement", 1, "pair64"),
        new("pair64-async", "the same in an async method that completes synchronously", 1, "pair64"),
        new("batch64", "200 rented one by one, then 200 returned", 1),
        new("bulk64", "200 rented by one call, then returned by one call", 1, "batch64") { NeedsBatchCalls = true },
        new("threads64", "16 threads, each 32 rented, then 32 returned", Crowd),
        new("handoff64", "one thread rents, another returns, groups of 128 through a ring", 2) { CountsOnce = true },
        new("handoff64-bulk", "the same, a group by one call on both sides", 2, "handoff64") { NeedsBatchCalls = true, CountsOnce = true },
        RequestsOfTwelve,
    ];

    /// <summary>What <c>suite</c> runs: patterns that break allocators, and what they keep.</summary>
    public static readonly IReadOnlyList<Workload> Suite =
    [
        new("handoff64-2to2", "two threads rent, two others return, groups of 128 through two rings", 4) { CountsOnce = true },
        new("freeonly", "one thread rents 1,000,000 of 64 bytes, then another returns them all", 2,
            FixedOperations: FreedFar, QuickOperations: FreedFar) { CountsOnce = true, Times = 10, Admits = OursAndMalloc },
        new("freesame", "the same, but the renting thread returns them", 1,
            FixedOperations: FreedFar, QuickOperations: FreedFar) { Times = 10, Admits = OursAndMalloc },
        new("crowd", "64 threads that rent, return and hand over to a neighbour at random", Many) { Family = "crowd", Lengthened = 8, Admits = Crowded },
        new("crowd2", "the same with 2 threads", 2) { Family = "crowd", Lengthened = 8, Admits = Crowded },
        new("churn", "10,000 live blocks of 16 to 1,024 bytes, of which a random one is replaced", 1) { Admits = static a => a.IsMalloc },
        new("asynchop", "8 workers that rent, await a hop to another thread, and return there", AsyncWorkers)
        {
            CountsOnce = true,
            WatchesGrowth = true,
            Admits = static a => a.Name is "slabwise" or "slabwise-unchecked" or "slabwise-perthread" or "slabwise-portable" or "slabwise-class" or "arraypool" or "objectpool" or "none",
        },
        new("arrays", "8 threads that rent, return and hand over arrays of 100 to 200,000 bytes", ArrayThreads,
            FixedOperations: 1_000_000, QuickOperations: 200_000) { Admits = static a => a.Name is "slabwise-array" or "arraypool" },
        new("footprint", "100 annotated types, one rent and one return each", 1, FixedOperations: 100, QuickOperations: 100)
        {
            Times = 1,
            Admits = static a => a.Name is "slabwise" or "slabwise-portable",
        },
        RequestsOfTwelve,
        new("spike", "1 GiB of 16 bytes to 256 KiB allocated, freed in random order, and a rest of 1.5 decay times", 1,
            FixedOperations: Scene.SpikeKiB, QuickOperations: Scene.QuickSpikeKiB) { Acts = Scene.SpikeActs, MostMiB = 1_150, Family = "spike", Admits = PoolOrMalloc },
        new("spike2", "the same with 2 threads, each freeing what the other one allocated", 2,
            FixedOperations: Scene.SpikeKiB, QuickOperations: Scene.QuickSpikeKiB) { Acts = Scene.SpikeActs, MostMiB = 1_150, Family = "spike", Admits = PoolOrMalloc },
        new("pinned", "200 MiB of the same sizes, freed but for a last block of 4 KiB, and a rest of 1.5 decay times", 1,
            FixedOperations: Scene.PinnedKiB, QuickOperations: Scene.QuickPinnedKiB) { Acts = Scene.SpikeActs, MostMiB = 300, Admits = PoolOrMalloc },
        new("holes", "1,000,000 blocks of 16 to 2,048 bytes, a random 90% freed, then 381 MiB of 64 to 8,192 bytes", 1,
            FixedOperations: Scene.Holes, QuickOperations: Scene.QuickHoles) { Acts = Scene.HolesActs, MostMiB = 500, Admits = static a => a.IsMalloc },
        new("churn-decay", "churn with decay and without", 1, FixedOperations: 3_000_000, QuickOperations: 300_000)
        {
            Times = 41,
            Admits = static a => a.Name is "slabwise-heap" or "slabwise-heap-nodecay",
        },
        new("edge", "16 live blocks of 100,000 to 200,000 bytes, of which a random one is replaced", 1) { Admits = static a => a.IsMalloc },
        new("edge-sweep", "allocate, touch both ends, free: 33 sizes from 32 KiB to 8 MiB", 1, FixedOperations: 2_000, QuickOperations: 200)
        {
            Sweep = EdgeSweep.Sizes,
            Admits = static a => a.IsMalloc,
        },
        new("metadata", "1 GiB of live blocks of 64 bytes", 1, FixedOperations: Scene.SpikeKiB, QuickOperations: Scene.QuickSpikeKiB)
        {
            Times = 1,
            Admits = static a => a.Name is "slabwise" or "slabwise-heap",
        },
        new("metadata-mix", "1 GiB of live blocks of 16 bytes to 256 KiB", 1, FixedOperations: Scene.SpikeKiB, QuickOperations: Scene.QuickSpikeKiB)
        {
            Times = 1,
            Admits = static a => a.Name is "slabwise-heap",
        },
    ];

    public static readonly IReadOnlyList<Workload> All = [.. Compare.Union(Suite)];

    public static Workload Named(string name, IReadOnlyList<Workload> known) =>
        known.FirstOrDefault(w => w.Name == name)
        ?? throw new ArgumentException($"There is no workload '{name}'; known: {string.Join(", ", known.Select(w => w.Name))}.");

    public static Workload Named(string name) => Named(name, All);

    private static bool OursAndMalloc(Allocator allocator) => allocator.IsSlabwise || allocator.IsMalloc;

    // A pool of structs plays the scenes with objects of its one size.
    private static bool PoolOrMalloc(Allocator allocator) => allocator.IsMalloc || allocator.Name == "slabwise";

    // Those that are asked for as they are used; NativeMemory on a library is its C row with a constant on top.
    private static bool Crowded(Allocator allocator) =>
        allocator.IsSlabwise || allocator.Host == Host.C || allocator.Name == "objectpool";
}
