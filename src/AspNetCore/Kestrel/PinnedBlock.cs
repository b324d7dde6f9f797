using System.Buffers;
using System.Runtime.InteropServices;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>A block of the server's memory: an array that no collection moves, and who has it.</summary>
/// <remarks>An array and not a block of <see cref="NativeHeap"/>, because Kestrel sends what spans several blocks as a list of array segments and throws
/// where memory has no array. Idle ones wait in a class pool's caches; what has been idle for some seconds goes to the garbage collector.</remarks>
[SizeClassPooled(MaxCached = MostCached)]
internal sealed partial class PinnedBlock : IMemoryOwner<byte>
{
    /// <summary>What Kestrel's own pool has, and what it asks for.</summary>
    public const int Bytes = 4096;

    // Blocks are not the 64 bytes that a class pool assumes of its objects. With 64 a plaintext load on two CPUs left 376 blocks idle, 1.5 MiB.
    private const int MostCached = 16;

    public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(Bytes, pinned: true), 0, Bytes);

    /// <summary>Gives the block back; a second time throws, where Kestrel's own pool would hand it out twice.</summary>
    public void Dispose() => Return(this);
}
