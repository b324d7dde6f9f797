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

    /// <summary>Whether the application's health checks have one named <c>slabwise</c>, which looks at the limits. Default true.</summary>
    public bool HealthCheck { get; set; } = true;
}
