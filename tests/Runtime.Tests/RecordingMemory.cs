using System.Collections.Concurrent;
using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Tests that exchange the memory of the whole process run alone.</summary>
[CollectionDefinition(nameof(RecordingMemory), DisableParallelization = true)]
public sealed class RecordingMemoryTests;

/// <summary>In front of the system's memory: remembers which ranges were bound to which node, and binds none.</summary>
/// <remarks>So a machine with one node can play one with several. Serves the process until it is disposed.</remarks>
internal sealed class RecordingMemory : OsMemory, IDisposable
{
    private readonly OsMemory _under = Current;

    public RecordingMemory() => Current = this;

    /// <summary>Every binding, in its order.</summary>
    public ConcurrentQueue<Binding> Bindings { get; } = [];

    /// <summary>The node that an address was last bound to; -1 for none.</summary>
    public int NodeOf(nint address) =>
        Bindings.LastOrDefault(binding => address >= binding.Address && address < binding.Address + binding.Bytes)?.Node ?? -1;

    public override bool BindToNode(nint address, nint bytes, int node)
    {
        Bindings.Enqueue(new Binding(address, bytes, node));
        return true;
    }

    public override nint Reserve(nint bytes) => _under.Reserve(bytes);

    public override nint MapLazily(nint bytes) => _under.MapLazily(bytes);

    public override bool Commit(nint address, nint bytes) => _under.Commit(address, bytes);

    public override bool Discard(nint address, nint bytes) => _under.Discard(address, bytes);

    public override bool DiscardLazily(nint address, nint bytes) => _under.DiscardLazily(address, bytes);

    public override bool AdviseHuge(nint address, nint bytes, bool wanted) => _under.AdviseHuge(address, bytes, wanted);

    public override bool Move(nint from, nint to, nint bytes) => _under.Move(from, to, bytes);

    public override void Unmap(nint address, nint bytes) => _under.Unmap(address, bytes);

    public override nint MapCode(int size, PageWriter write, out string reason) => _under.MapCode(size, write, out reason);

    public void Dispose() => Current = _under;

    public sealed record Binding(nint Address, nint Bytes, int Node);
}
