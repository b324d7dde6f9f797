using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child;

/// <summary>
/// A bounded ring of groups between one producer and one consumer, each group filled and emptied in place. The same
/// design, sizes and waiting as in the C program.
/// </summary>
internal sealed class GroupRing<THandle>
    where THandle : struct
{
    private const int Groups = 16;

    private readonly THandle[] _slots = new THandle[Groups * WorkloadCatalog.Group];
    private RingIndices _indices;

    /// <summary>The next free group; waits while the ring is full.</summary>
    public Span<THandle> BeginWrite()
    {
        long at = _indices.Written;
        for (int spin = 0; at - Volatile.Read(ref _indices.Read) == Groups; spin++) Waiting.Pause(spin);
        return GroupAt(at);
    }

    public void EndWrite() => Volatile.Write(ref _indices.Written, _indices.Written + 1);

    /// <summary>The oldest filled group; waits while the ring is empty.</summary>
    public Span<THandle> BeginRead()
    {
        long at = _indices.Read;
        for (int spin = 0; at == Volatile.Read(ref _indices.Written); spin++) Waiting.Pause(spin);
        return GroupAt(at);
    }

    public void EndRead() => Volatile.Write(ref _indices.Read, _indices.Read + 1);

    private Span<THandle> GroupAt(long at) =>
        _slots.AsSpan((int)(at % Groups) * WorkloadCatalog.Group, WorkloadCatalog.Group);
}
