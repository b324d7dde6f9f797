namespace Slabwise.Benchmarks.Catalog;

/// <summary>Every allocator by the name under which it appears in results.</summary>
internal static class AllocatorCatalog
{
    private static readonly PeerLibrary[] Libraries =
    [
        new("jemalloc", "libjemalloc.so.2", "libjemalloc2"),
        new("tcmalloc", "libtcmalloc_minimal.so.4", "libtcmalloc-minimal4"),
        new("mimalloc", "libmimalloc.so.2", "libmimalloc2.0"),
    ];

    public static readonly IReadOnlyList<Allocator> All =
    [
        new("slabwise", "generated struct pool, checked handles, caches per CPU") { Source = "slabwise", HasBatchCalls = true },
        new("slabwise-unchecked", "the same without checks") { Source = "slabwise-unchecked", HasBatchCalls = true },
        new("slabwise-perthread", "checked handles, caches per thread") { Source = "slabwise-perthread", HasBatchCalls = true },
        new("slabwise-class", "generated object pool") { Source = "slabwise-class", Without = ["bulk64", "handoff64-bulk"] },
        new("slabwise-heap", "NativeHeap")
        {
            Source = "slabwise-heap",
            Without = ["pair64-using", "pair64-async", "bulk64", "handoff64-bulk"],
        },
        new("slabwise-heap-nodecay", "NativeHeap that never gives idle memory back")
        {
            Source = "slabwise-heap",
            Only = ["churn-decay"],
            Environment = new Dictionary<string, string> { ["SLABWISE_CONF"] = "dirty_decay_ms:-1" },
        },
        new("slabwise-array", "SlabArrayPool<byte>.Shared") { Source = "slabwise-array", Only = ["arrays"] },
        new("slabwise-portable", "slabwise with restartable sequences switched off")
        {
            Source = "slabwise",
            HasBatchCalls = true,
            Environment = new Dictionary<string, string> { ["SLABWISE_CONF"] = "rseq:off" },
        },
        .. ((string[])["slabwise", "slabwise-class", "slabwise-heap"]).Select(Sampled),
        .. ((string[])["slabwise", "slabwise-heap"]).Select(Guarded),
        new("gc", "new, and the garbage collector") { Source = "gc" },
        new("objectpool", "DefaultObjectPool that retains all that the workload rents at once") { Source = "objectpool" },
        new("arraypool", "ArrayPool<byte>.Shared") { Source = "arraypool", Without = ["requests"] },
        new("none", "the loop without a rent") { Source = "none", Only = ["asynchop"], IsBaseline = true },
        new("glibc", "NativeMemory") { Source = "native" },
        .. Libraries.Select(l => Preloaded(l, Host.DotNet)),
        new("c:glibc", "malloc and free from C", Host.C) { Source = "c" },
        .. Libraries.Select(l => Preloaded(l, Host.C)),
    ];

    /// <summary>An allocator of ours with the heap profile on, from its first pool to its end.</summary>
    public static Allocator Sampled(string name) =>
        Observed(name, "sampled", "the heap profile at its default mean", $"sample_bytes:{SlabwiseControl.DefaultSampleBytes}");

    /// <summary>The same with guarded blocks.</summary>
    public static Allocator Guarded(string name) => Observed(name, "guarded", "a guarded block each 8 MiB", "guard_bytes:8388608");

    private static Allocator Observed(string name, string how, string by, string setting) => new($"{name}-{how}", $"{name} under {by}")
    {
        Source = name,
        Only = ["requests"],
        Environment = new Dictionary<string, string> { ["SLABWISE_CONF"] = setting },
    };

    /// <summary>The two rows of a library: called through NativeMemory, and called from C.</summary>
    public static Allocator Preloaded(PeerLibrary library, Host host, bool extra = false) => host == Host.DotNet
        ? new(library.Name, $"NativeMemory on {library.Name}") { Source = "native", Preload = library, IsExtra = extra }
        : new("c:" + library.Name, $"{library.Name} from C", Host.C) { Source = "c", Preload = library, IsExtra = extra };

    public static Allocator Named(string name, IEnumerable<Allocator> known) =>
        known.FirstOrDefault(a => a.Name == name)
        ?? throw new ArgumentException($"There is no allocator '{name}'; known: {string.Join(", ", known.Select(a => a.Name))}.");
}
