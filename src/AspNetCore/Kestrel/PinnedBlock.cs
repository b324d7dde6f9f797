using System.Buffers;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>A block of the server's memory: a part of an array that no collection moves, and who has it.</summary>
/// <remarks>An array and not a block of <see cref="NativeHeap"/>, because Kestrel sends what spans several blocks as a list of array segments and throws
/// where memory has no array. Idle ones wait in a class pool's caches; what has been idle for some seconds gives its pages back.</remarks>
[SizeClassPooled(MaxCached = MostCached)]
internal sealed partial class PinnedBlock : IMemoryOwner<byte>, IPooledResource
{
    /// <summary>What Kestrel's own pool has, and what it asks for.</summary>
    public const int Bytes = 4096;

    // Blocks are not the 64 bytes that a class pool assumes of its objects. With 64 a plaintext load on two CPUs left 376 blocks idle, 1.5 MiB.
    private const int MostCached = 16;

    private readonly PinnedChunk _chunk;
    private readonly int _place;

    public PinnedBlock()
    {
        _chunk = PinnedChunks.OfProcess.Take(out _place);
        Memory = _chunk.MemoryOf(_place);
    }

    public Memory<byte> Memory { get; }

    /// <summary>Gives the block back; a second time throws, where Kestrel's own pool would hand it out twice.</summary>
    public void Dispose() => Return(this);

    /// <summary>Gives the block's pages back to the system.</summary>
    public void OnDrop() => PinnedChunks.OfProcess.GiveBack(_chunk, _place);
}
