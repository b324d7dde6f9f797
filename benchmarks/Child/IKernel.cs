namespace Slabwise.Benchmarks.Child;

/// <summary>A workload over one allocator, inside a child process.</summary>
internal interface IKernel
{
    /// <summary>
    /// One short pass over the same code. Its loops stay below the count at which the runtime replaces a method on
    /// the stack, so that the code which is measured later is the ordinary tier 1 version.
    /// </summary>
    void WarmUp();

    /// <summary>Runs about this many operations.</summary>
    Lap Run(long operations);

    /// <summary>What it has to tell after the last round besides time; by default nothing.</summary>
    IEnumerable<KeyValuePair<string, double>> Figures() => [];
}

/// <summary>What a run took.</summary>
internal readonly record struct Lap(long Nanoseconds, long Operations);
