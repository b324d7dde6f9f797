namespace Slabwise.Benchmarks.Catalog;

/// <summary>Where an allocator's loop runs.</summary>
internal enum Host
{
    /// <summary>In a .NET child process.</summary>
    DotNet,

    /// <summary>In a child process of the C program.</summary>
    C,
}

/// <summary>One column of the comparison: a child process with a kernel, perhaps a preloaded library and settings.</summary>
internal sealed record Allocator(string Name, string Summary, Host Host = Host.DotNet)
{
    /// <summary>The source of objects whose kernels the child runs; several allocators may share one.</summary>
    public required string Source { get; init; }

    /// <summary>The library put in front of libc's malloc, if any.</summary>
    public PeerLibrary? Preload { get; init; }

    public bool HasBatchCalls { get; init; }

    /// <summary>Workloads that it has no way to run.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>The only workloads that it is there for; empty for one that runs them all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Ours; never counted as a peer.</summary>
    public bool IsSlabwise => Name.StartsWith("slabwise", StringComparison.Ordinal);

    /// <summary>Named on the command line for one's own curiosity: shown, but no part of "the best peer" that goals speak of.</summary>
    public bool IsExtra { get; init; }

    /// <summary>The loop without an allocator in it: what others are measured above, and no peer of theirs.</summary>
    public bool IsBaseline { get; init; }

    public bool IsPeer => !IsSlabwise && !IsExtra && !IsBaseline;

    /// <summary>It takes a size and gives a block, as malloc does.</summary>
    public bool IsMalloc => Source is "native" or "c" or "slabwise-heap";

    /// <summary>One of the four libraries, called through NativeMemory or from C.</summary>
    public bool IsPeerMalloc => IsPeer && IsMalloc;

    public bool Runs(Workload workload) =>
        !Without.Contains(workload.Name) && (Only.Count == 0 || Only.Contains(workload.Name)) && workload.Admits(this);

    /// <summary>The loop that it runs in this workload, which is another's where it lacks the means.</summary>
    public string LoopOf(Workload workload) =>
        Host == Host.C || (workload.NeedsBatchCalls && !HasBatchCalls) ? workload.CLoop : workload.Name;
}
