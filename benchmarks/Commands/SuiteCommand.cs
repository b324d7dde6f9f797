using System.CommandLine;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Commands;

/// <summary><c>suite</c>: the patterns that break allocators, and what is kept when all is returned.</summary>
internal static class SuiteCommand
{
    public static Command Create() => InterleavedRun.CreateCommand(
        "suite",
        "Memory freed far from where it was rented, crowds of threads, mixed sizes, awaits and arrays: time and memory kept, beside the peers in one interleaved run.",
        WorkloadCatalog.Suite);
}
