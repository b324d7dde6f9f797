namespace Slabwise;

/// <summary>What a <see cref="SlabArrayPool{T}"/> or <see cref="SlabObjectPool{T}"/> holds and has done.</summary>
/// <remarks>Taken while others rent and return, counts are off by what moved meanwhile; at rest they are exact. Rents and returns that this
/// thread's hand serves are not counted.</remarks>
public readonly record struct ReuseStatistics
{
    /// <summary>The pool's name.</summary>
    public string Name { get; internal init; }

    /// <summary>Objects that lie idle in the pool.</summary>
    public long Idle { get; internal init; }

    /// <summary>Bytes of idle arrays, headers included; 0 for a pool of objects, whose size is not known.</summary>
    public long IdleBytes { get; internal init; }

    /// <summary>Rents that found nothing idle and made a new object.</summary>
    public long Created { get; internal init; }

    /// <summary>Arrays that were allocated as asked for because they are longer than the pool keeps.</summary>
    public long NotPooled { get; internal init; }

    /// <summary>Rents that this thread's hand could not serve, new objects among them.</summary>
    public long Refills { get; internal init; }

    /// <summary>Returns for which this thread's hand had no room.</summary>
    public long Spills { get; internal init; }

    /// <summary>Returned objects that found no room, or that a policy refused.</summary>
    public long Dropped { get; internal init; }

    /// <summary>Idle objects that trims took.</summary>
    public long Trimmed { get; internal init; }

    /// <summary>Returns that were refused because the object lay idle already.</summary>
    public long DoubleReturns { get; internal init; }
}
