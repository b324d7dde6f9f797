namespace Slabwise;

/// <summary>What <see cref="SlabwiseBuilderExtensions.AddSlabwise"/> puts into a host, beside the process-wide <see cref="SlabwiseOptions"/>.</summary>
public sealed class SlabwiseHostOptions
{
    /// <summary>Whether pools that code asks an <c>ObjectPoolProvider</c> for are <see cref="SlabObjectPool{T}"/>s. Default true.</summary>
    public bool ObjectPools { get; set; } = true;

    /// <summary>The most idle objects of each of those pools; default <see cref="SlabObjectPoolProvider.DefaultMaximumRetained"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public int MaximumRetained
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = SlabObjectPoolProvider.DefaultMaximumRetained;

    /// <summary>Whether the server's memory blocks come from Slabwise. Default true.</summary>
    public bool MemoryPool { get; set; } = true;

    /// <summary>Whether memory that the C library's heap holds free (<c>malloc_trim</c>) goes back to the system once the process's servers are quiet, which is when at
    /// most 100 of their blocks were rented in a second. Default true. Needs <see cref="MemoryPool"/> and glibc; elsewhere it does nothing.</summary>
    /// <remarks>The runtime, its compiler and native libraries allocate there, and glibc keeps what they free as long as anything lies above it. A trim holds one arena's lock after the other,
    /// 0.2 to 4 ms in a small server, more with many free pieces, and who allocates in that arena waits. There is one in ten seconds at the most; one of more than 20 ms is
    /// followed by none for ten thousand times as long.</remarks>
    public bool TrimMalloc { get; set; } = true;

    /// <summary>Whether the application's health checks have one named <c>slabwise</c>, which looks at the limits. Default true.</summary>
    public bool HealthCheck { get; set; } = true;
}
