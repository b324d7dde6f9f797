using System.Diagnostics;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>Many small blocks, most of them freed at random, and then larger ones until as many bytes live as at first. An operation
/// is one of the first blocks.</summary>
internal sealed class HolesKernel<TBlocks, THandle>() : SceneKernel(acts: 3, warmOperations: 1_000)
    where TBlocks : struct, IBlocks<THandle>
    where THandle : struct
{
    private readonly Holding<TBlocks, THandle> _first = new(), _second = new();

    protected override Lap Play(int act, long operations)
    {
        if (act == 0) Begin(operations);
        long begun = Stopwatch.GetTimestamp();
        int allocated = 0;
        switch (act)
        {
            case 0:
                _first.FillBlocks((int)operations, static drawn => BlockSizes.OfDoublings(drawn, Scene.HolesSmallest, Scene.HolesDoublings));
                allocated = _first.Count;
                break;
            case 1:
                _first.FreeDownTo((int)operations / 10);
                break;
            default:
                _second.Fill(operations * Scene.RefilledBytes, static drawn => BlockSizes.OfDoublings(drawn, Scene.RefilledSmallest, Scene.RefilledDoublings));
                allocated = _second.Count;
                break;
        }
        return new Lap(Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun), allocated);
    }

    private void Begin(long blocks)
    {
        _first.FreeDownTo(0);
        _second.FreeDownTo(0);
        _first.Prepare(blocks, member: 0);
        _second.Prepare(Scene.RoomFor(blocks * Scene.RefilledBytes, Scene.RefilledMean), member: 1);
    }
}
