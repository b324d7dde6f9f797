namespace Slabwise.Benchmarks.Catalog;

/// <summary>A pattern of renting and returning, and how it is run where an allocator has no such pattern of its own.</summary>
/// <param name="Name">The name on the command line and in the results.</param>
/// <param name="Summary">What one operation does.</param>
/// <param name="Threads">How many threads rent and return.</param>
/// <param name="LoopWithoutIt">The workload whose loop the C program, and allocators without batch calls, run in this one's place.</param>
/// <param name="FixedOperations">Operations of a round where a duration would make no sense, else zero.</param>
/// <param name="QuickOperations">The same in a quick run.</param>
internal sealed record Workload(string Name, string Summary, int Threads, string? LoopWithoutIt = null, long FixedOperations = 0, long QuickOperations = 0)
{
    /// <summary>Only an allocator with calls for whole batches can run it as it is meant.</summary>
    public bool NeedsBatchCalls { get; init; }

    /// <summary>Its time counts once, however many threads it has.</summary>
    public bool CountsOnce { get; init; }

    /// <summary>Which allocators have business here.</summary>
    public Func<Allocator, bool> Admits { get; init; } = static _ => true;

    /// <summary>How often the work is done, where that is part of what it is; else zero, and the pace says.</summary>
    public int Times { get; init; }

    /// <summary>How much longer than others its rounds last, so that every thread is interrupted some times in each.</summary>
    public int Lengthened { get; init; } = 1;

    /// <summary>Resident memory after the first round and after the last is of interest: a long run must not grow.</summary>
    public bool WatchesGrowth { get; init; }

    /// <summary>What a scene is made of: it has no rounds, but each act once. Empty for any other workload.</summary>
    public IReadOnlyList<Act> Acts { get; init; } = [];

    /// <summary>The most memory that a process may keep through a scene's rest, in MiB: no more of them live at a time than there is memory for.</summary>
    public int MostMiB { get; init; }

    /// <summary>Sizes that rounds go through in turn; empty where every round is alike.</summary>
    public IReadOnlyList<int> Sweep { get; init; } = [];

    /// <summary>Workloads of one family run interleaved, since goals compare their times.</summary>
    public string Family { get => field ?? Name; init; }

    /// <summary>The loop that the C program runs for this workload.</summary>
    public string CLoop => LoopWithoutIt ?? Name;

    /// <summary>
    /// Threads in excess of the processors only wait. Counting the processors they share gives the
    /// time of a processor per operation, which compares with the figures of a single thread. The two sides
    /// of a hand-over work on the same object in turn, so there the plain elapsed time counts, as it does where
    /// the loop itself adds up what its threads took.
    /// </summary>
    public double NanosecondsPerOperation(long nanoseconds, long operations, int processors) =>
        (double)nanoseconds / operations * (CountsOnce ? 1 : Math.Min(Threads, processors));
}
