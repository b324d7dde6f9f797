namespace Slabwise;

/// <summary>What one stack has of one pool, estimated.</summary>
public readonly record struct ProfileSample
{
    /// <summary>The pool's name, as in <see cref="PoolStatistics.Name"/>.</summary>
    public string Pool { get; internal init; }

    /// <summary>The methods, the one that rented first. What the compiler inlined is not there.</summary>
    public IReadOnlyList<string> Frames { get; internal init; }

    /// <summary>Objects or blocks that are rented now.</summary>
    public long LiveObjects { get; internal init; }

    /// <summary>Their bytes.</summary>
    public long LiveBytes { get; internal init; }

    /// <summary>Objects or blocks that were rented since sampling was switched on.</summary>
    public long Objects { get; internal init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; internal init; }
}
