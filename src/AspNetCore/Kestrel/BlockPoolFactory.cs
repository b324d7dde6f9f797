using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>Makes the memory pools of servers, one for each endpoint, and the metrics that Kestrel's own factory would have.</summary>
/// <remarks>Kestrel evicts from pools of its own making only; these need no heartbeat, because <see cref="PinnedBlock"/>'s pool drops what is idle by itself.</remarks>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>, IDisposable
{
    private readonly BlockPoolMeter _meter;

    public BlockPoolFactory(IMeterFactory meters, SlabwiseHostOptions host)
    {
        _meter = new BlockPoolMeter(meters);
        TrimmedServers.Add(_meter, host.TrimMalloc);
    }

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(_meter.CountOf(options?.Owner ?? ""));

    public void Dispose() => TrimmedServers.Remove(_meter);
}
