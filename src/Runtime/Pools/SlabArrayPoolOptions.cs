using Slabwise.Shared;

namespace Slabwise;

/// <summary>The limits of a <see cref="SlabArrayPool{T}"/>. Each is verified when it is set.</summary>
public sealed record SlabArrayPoolOptions
{
    private static readonly long Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The longest array that is kept, in elements, from 1 to 1,073,741,824, which is the default. Longer ones are allocated as asked for and
    /// left to the garbage collector.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaxArrayLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ArrayClasses.Longest);
            field = value;
        }
    } = ArrayClasses.Longest;

    /// <summary>The most bytes of arrays that may lie idle in the pool, the threads' own included. Default: an eighth of the memory that
    /// the process may use, and no more than 256 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0. 0 keeps nothing.</exception>
    public long MaxIdleBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = Math.Min(256L << 20, Memory / 8);

    /// <summary>How many of those bytes are kept from the garbage collector; what lies idle beyond them may be rented again until the next collection of its
    /// generation takes it, which for large arrays is a full one. Default: 10 MiB a processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public long KeptIdleBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = (10L << 20) * Environment.ProcessorCount;

    /// <summary>The most bytes of idle arrays of one length; 0, the default, sets no bound of its own. Arrays that
    /// are longer than this alone are not kept either.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public long MaxIdleBytesPerClass
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Whether arrays of references, and of structs with references, are cleared at every return; default true. Without it, what
    /// an idle array refers to stays alive until somebody overwrites it. Pools whose users clear what they wrote may switch it off.</summary>
    public bool ClearReferences { get; init; } = true;

    /// <summary>What messages and statistics call the pool; null, the default, names it after its type.</summary>
    public string? Name { get; init; }
}
