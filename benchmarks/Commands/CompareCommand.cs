using System.CommandLine;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Commands;

/// <summary><c>compare</c>: what a rent and a return cost, in the patterns of everyday use.</summary>
internal static class CompareCommand
{
    public static Command Create() => InterleavedRun.CreateCommand(
        "compare",
        "Time per rent, touch and return of 64-byte objects, and resident memory, beside the peers in one interleaved run.",
        WorkloadCatalog.Compare);
}
