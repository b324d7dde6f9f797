using Microsoft.Extensions.ObjectPool;

namespace Slabwise;

/// <summary>Makes <see cref="SlabObjectPool{T}"/>s where code asks for an <see cref="ObjectPoolProvider"/>.</summary>
/// <example><c>services.AddSingleton&lt;ObjectPoolProvider, SlabObjectPoolProvider&gt;();</c></example>
public sealed class SlabObjectPoolProvider : ObjectPoolProvider
{
    /// <summary>128 a processor, of which half may wait with threads. The framework's pools keep 2, which 16 threads on 2 processors use up and then
    /// allocate; what lies idle for long is dropped anyway.</summary>
    public static int DefaultMaximumRetained { get; } = 128 * Environment.ProcessorCount;

    /// <summary>The most idle objects of each pool that this provider makes from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public int MaximumRetained
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = DefaultMaximumRetained;

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There is no policy.</exception>
    public override ObjectPool<T> Create<T>(IPooledObjectPolicy<T> policy) => new SlabObjectPool<T>(policy, MaximumRetained);
}
