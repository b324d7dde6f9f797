using Slabwise.Benchmarks.Child.Footprint;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>A scene: each round is its next act. Between acts nobody calls the allocator, and resident memory is read from outside.</summary>
internal abstract class SceneKernel(int acts, long warmOperations) : IKernel
{
    private int _next;

    /// <summary>A scene in small, so that its code is compiled before the first act.</summary>
    public void WarmUp()
    {
        for (int act = 0; act < acts; act++) Play(act, warmOperations);
    }

    public Lap Run(long operations) => Play(_next++ % acts, operations);

    public IEnumerable<KeyValuePair<string, double>> Figures() => MetadataFigures.Generations();

    /// <summary>Does one act, and says how long it took and how many blocks it allocated.</summary>
    protected abstract Lap Play(int act, long operations);
}
