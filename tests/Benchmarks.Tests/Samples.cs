using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Tests;

/// <summary>Results made up for the arithmetic.</summary>
internal static class Samples
{
    public static readonly Workload Pair = WorkloadCatalog.Named("pair64");

    public static Measurement Of(string allocator, params double[] nsPerOp) =>
        new(Pair, AllocatorCatalog.All.FirstOrDefault(a => a.Name == allocator)
            ?? new Allocator(allocator, "made up") { Source = "none", IsExtra = true }, nsPerOp, 20, 10);

    public static WorkloadResult Result(params Measurement[] measurements) => new(Pair, measurements);
}
