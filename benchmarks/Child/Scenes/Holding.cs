using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>The blocks that one member of a scene holds. Filled by short calls: a loop that the runtime replaces on the stack would
/// have it compile, and its memory grow, in the middle of a scene.</summary>
internal sealed class Holding<TBlocks, THandle>
    where TBlocks : struct, IBlocks<THandle>
    where THandle : struct
{
    private const int PerCall = 512;

    private THandle[] _held = [];
    private ulong _state;

    public int Count { get; private set; }

    /// <summary>Takes room for so many blocks and touches it, so that it is resident before anything is; draws begin anew.</summary>
    public void Prepare(long blocks, int member)
    {
        _state = Draw.SeedOf(member);
        if (_held.Length >= blocks) return;
        _held = GC.AllocateUninitializedArray<THandle>((int)blocks, pinned: true);
        Array.Fill(_held, default);
    }

    /// <summary>Allocates blocks until they have so many bytes together.</summary>
    public void Fill(long bytes, Func<ulong, int> sizes)
    {
        while (bytes > 0) bytes -= FillSome(bytes, PerCall, sizes);
    }

    /// <summary>Allocates so many blocks.</summary>
    public void FillBlocks(int blocks, Func<ulong, int> sizes)
    {
        for (; blocks > 0; blocks -= PerCall) FillSome(long.MaxValue, Math.Min(blocks, PerCall), sizes);
    }

    /// <summary>Frees random ones until so many are left.</summary>
    public void FreeDownTo(int left)
    {
        while (Count > left) FreeSome(left);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long FillSome(long bytes, int blocks, Func<ulong, int> sizes)
    {
        long filled = 0;
        for (; blocks > 0 && filled < bytes; blocks--)
        {
            int size = TBlocks.BytesOf(sizes(Draw.Next(ref _state)));
            THandle block = TBlocks.Rent(size);
            TBlocks.Touch(block, size);
            _held[Count++] = block;
            filled += size;
        }
        return filled;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FreeSome(int left)
    {
        for (int i = 0; i < PerCall && Count > left; i++)
        {
            int victim = Draw.Below(Draw.Next(ref _state), Count);
            TBlocks.Return(_held[victim]);
            _held[victim] = _held[--Count];
        }
    }
}
