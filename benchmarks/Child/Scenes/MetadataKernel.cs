using System.Diagnostics;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child.Footprint;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>Blocks that live while their bookkeeping is counted. An operation is a KiB.</summary>
internal sealed class MetadataKernel<TBlocks, THandle>(Func<ulong, int> sizes, int meanBytes) : IKernel
    where TBlocks : struct, IBlocks<THandle>
    where THandle : struct
{
    private const long WarmOperations = 256;

    private readonly Holding<TBlocks, THandle> _held = new();

    public void WarmUp() => Run(WarmOperations);

    public Lap Run(long operations)
    {
        _held.FreeDownTo(0);
        _held.Prepare(Scene.RoomFor(operations * 1024, meanBytes), member: 0);
        long begun = Stopwatch.GetTimestamp();
        _held.Fill(operations * 1024, sizes);
        return new Lap(Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun), _held.Count);
    }

    public IEnumerable<KeyValuePair<string, double>> Figures() => MetadataFigures.Of(SlabwiseStatistics.Capture());
}
