using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>Makes the memory pools of servers, one for each endpoint, and the metrics that Kestrel's own factory would have.</summary>
/// <remarks>Kestrel evicts from pools of its own making only; these need no heartbeat, because <see cref="PinnedBlock"/>'s pool drops what is idle by itself.</remarks>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>, IDisposable
{
    private readonly BlockPoolMeter _meter;
    private readonly QuietTrim? _trim;

    public BlockPoolFactory(IMeterFactory meters, SlabwiseHostOptions host)
    {
        _meter = new BlockPoolMeter(meters);
        if (host.TrimMalloc) _trim = new QuietTrim(PinnedChunks.OfProcess, () => _meter.Rents, CHeap.OfProcess.Trim, TimeSpan.FromSeconds(1));
    }

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(_meter.CountOf(options?.Owner ?? ""));

    /// <summary>Whether the C library's heap is trimmed when the server is quiet.</summary>
    public bool Trims => _trim is not null;

    public void Dispose() => _trim?.Dispose();
}
