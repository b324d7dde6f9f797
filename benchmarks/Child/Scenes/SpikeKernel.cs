using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>
/// Much is allocated and then all of it freed in random order, by the same thread or, where there are two, by the other one. The last of all
/// blocks may stay. An operation is a KiB; the first act is a scene in small.
/// </summary>
internal sealed class SpikeKernel<TBlocks, THandle>(int members, bool leavesTheLast) : SceneKernel(acts: 3, warmOperations: 512)
    where TBlocks : struct, IBlocks<THandle>
    where THandle : struct
{
    private const int WarmShare = 64;

    private readonly Crew _crew = new(members);
    private readonly Holding<TBlocks, THandle>[] _members = [.. Enumerable.Range(0, members).Select(_ => new Holding<TBlocks, THandle>())];
    private THandle _last;
    private bool _hasLast;

    protected override Lap Play(int act, long operations)
    {
        long bytes = operations * 1024;
        return act switch
        {
            0 => WarmUp(bytes),
            1 => Fill(bytes),
            _ => new Lap(FreeAll(), 0),
        };
    }

    private Lap WarmUp(long bytes)
    {
        ReturnLast();
        _crew.Run(member => _members[member].Prepare(Scene.RoomFor(bytes / members, TBlocks.BytesOf(Scene.MeanEvenBytes)), member));
        Lap lap = Fill(bytes / WarmShare);
        long freeing = FreeAll();
        ReturnLast();
        return lap with { Nanoseconds = lap.Nanoseconds + freeing };
    }

    private Lap Fill(long bytes)
    {
        long nanoseconds = _crew.Run(member => _members[member].Fill(bytes / members, BlockSizes.OfEvenBytes));
        if (leavesTheLast) RentLast();
        return new Lap(nanoseconds, _members.Sum(m => (long)m.Count));
    }

    private long FreeAll() => _crew.Run(member => _members[(member + 1) % members].FreeDownTo(0));

    private void RentLast()
    {
        _crew.Run(member =>
        {
            if (member != 0) return;
            int size = TBlocks.BytesOf(Scene.LastBytes);
            _last = TBlocks.Rent(size);
            TBlocks.Touch(_last, size);
        });
        _hasLast = true;
    }

    private void ReturnLast()
    {
        if (_hasLast) TBlocks.Return(_last);
        _hasLast = false;
    }
}
