namespace Slabwise.Benchmarks.Catalog;

/// <summary>The sizes of <c>edge-sweep</c>: from 32 KiB to 8 MiB, four a doubling. The C program has the same.</summary>
internal static class EdgeSweep
{
    private const int Least = 32 << 10, Most = 8 << 20, ADoubling = 4;

    public static readonly IReadOnlyList<int> Sizes = [.. Of()];

    private static IEnumerable<int> Of()
    {
        for (int least = Least; least < Most; least *= 2)
        {
            for (int quarter = 0; quarter < ADoubling; quarter++) yield return least + least / ADoubling * quarter;
        }
        yield return Most;
    }
}
