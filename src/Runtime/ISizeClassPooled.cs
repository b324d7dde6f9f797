using System.ComponentModel;

namespace Slabwise;

/// <summary>Implemented by every type marked with <see cref="SizeClassPooledAttribute"/>, so that generic code can reach its pool.</summary>
/// <typeparam name="TSelf">The marked type.</typeparam>
public interface ISizeClassPooled<TSelf> where TSelf : ISizeClassPooled<TSelf>
{
    /// <summary>The type's pool: its statistics and <see cref="SlabPool.Trim"/>.</summary>
    static abstract SlabPool Pool { get; }
}

/// <summary>A marked struct: rented as <see cref="Pooled{T}"/> handles.</summary>
/// <typeparam name="TSelf">The marked struct.</typeparam>
public interface IPooledStruct<TSelf> : ISizeClassPooled<TSelf>, IPoolDeclaration
    where TSelf : unmanaged, IPooledStruct<TSelf>
{
    /// <inheritdoc cref="StructPool{T}.Rent()"/>
    [return: ReturnsOwned]
    static abstract Pooled<TSelf> Rent();

    /// <inheritdoc cref="StructPool{T}.TryRent(out Pooled{T})"/>
    static abstract bool TryRent([ReturnsOwned] out Pooled<TSelf> handle);

    /// <inheritdoc cref="StructPool{T}.Return(Pooled{T})"/>
    static abstract void Return([Owned] Pooled<TSelf> handle);
}

/// <summary>A marked class: rented as objects.</summary>
/// <typeparam name="TSelf">The marked class.</typeparam>
public interface IPooledObject<TSelf> : ISizeClassPooled<TSelf> where TSelf : class, IPooledObject<TSelf>
{
    /// <inheritdoc cref="ClassPool{T}.Rent"/>
    [return: ReturnsOwned]
    static abstract TSelf Rent();

    /// <inheritdoc cref="ClassPool{T}.Return"/>
    static abstract void Return([Owned] TSelf item);

    /// <summary>Makes a new object for the pool.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract TSelf CreateForPool();

    /// <summary>The object's slot word: its slot number and, in <see cref="Caches.SlotHand.Live"/>, whether it is rented.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    ref uint PoolSlot { get; }

    /// <summary>Runs the type's <c>OnReturn</c> hook.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void BeforeReturn();
}

/// <summary>How a pool learns, from code that cannot name the constraint, what the generator computed for its type.</summary>
/// <remarks>Read once, through <c>default(T)</c>, when the pool starts.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPoolDeclaration
{
    /// <summary>What the generator computed.</summary>
    PoolDeclaration Declaration { get; }
}
