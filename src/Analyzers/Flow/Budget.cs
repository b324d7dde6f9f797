namespace Slabwise.Analyzers.Flow;

/// <summary>Bounds the work on one member, so that no code, however large or strange, holds up a build.</summary>
internal sealed class Budget(int steps, CancellationToken cancellation)
{
    /// <summary>What the engine spends on one member at most: about a second.</summary>
    public const int Default = 200_000;

    private int _left = steps;

    public bool Spend()
    {
        if ((_left & 255) == 0) cancellation.ThrowIfCancellationRequested();
        return --_left > 0;
    }
}
