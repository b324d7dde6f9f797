namespace Slabwise.Benchmarks.Catalog;

/// <summary>Every workload, in the order of the table, with the sizes that the C program repeats in its own constants.</summary>
internal static class WorkloadCatalog
{
    public const int Batch = 200, Crowd = 16, CrowdBatch = 32, Group = 128;
    public const int Requests = 300_000, QuickRequests = 30_000, ItemsPerRequest = 8, TagsPerRequest = 3;
    public const int ObjectsPerRequest = 1 + ItemsPerRequest + TagsPerRequest;

    public static readonly IReadOnlyList<Workload> All =
    [
        new("pair64", "rent 64 bytes, touch, return", 1),
        new("pair64-using", "the same in a using statement", 1, "pair64"),
        new("pair64-async", "the same in an async method that completes synchronously", 1, "pair64"),
        new("batch64", "200 rented one by one, then 200 returned", 1),
        new("bulk64", "200 rented by one call, then returned by one call", 1, "batch64") { NeedsBatchCalls = true },
        new("threads64", "16 threads, each 32 rented, then 32 returned", Crowd),
        new("handoff64", "one thread rents, another returns, groups of 128 through a ring", 2),
        new("handoff64-bulk", "the same, a group by one call on both sides", 2, "handoff64") { NeedsBatchCalls = true },
        new("requests", "300,000 requests of 12 objects each, half of them then returned", 1,
            FixedOperations: (long)Requests * ObjectsPerRequest),
    ];

    public static Workload Named(string name) =>
        All.FirstOrDefault(w => w.Name == name)
        ?? throw new ArgumentException($"There is no workload '{name}'; known: {string.Join(", ", All.Select(w => w.Name))}.");
}
