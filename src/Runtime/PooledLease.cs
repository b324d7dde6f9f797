using System.Runtime.CompilerServices;

namespace Slabwise;

/// <summary>A rented struct for the length of a <c>using</c>: on the stack only, so it cannot be forgotten in a field.</summary>
/// <typeparam name="T">The pooled struct.</typeparam>
public readonly ref struct PooledLease<T> where T : unmanaged
{
    private readonly nint _hand;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PooledLease(ulong bits, nint hand)
    {
        Handle = new Pooled<T>(bits);
        _hand = hand;
    }

    /// <summary>The rented object, in place.</summary>
    /// <inheritdoc cref="Pooled{T}.Value" path="/exception"/>
    public ref T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Handle.Value;
    }

    /// <summary>The handle, for code that takes one; it is stale once the lease ends.</summary>
    public Pooled<T> Handle { get; }

    /// <summary>Returns the object.</summary>
    /// <inheritdoc cref="Pooled{T}.Value" path="/exception"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => StructPool<T>.EndLease(Handle.ToBits(), _hand);
}

/// <summary>A rented object for the length of a <c>using</c>.</summary>
/// <typeparam name="T">The pooled class.</typeparam>
public readonly ref struct ObjectLease<T> where T : class, IPooledObject<T>
{
    /// <summary>Rents an object.</summary>
    public ObjectLease() => Value = T.Rent();

    /// <summary>The rented object.</summary>
    public T Value { get; }

    /// <summary>Returns the object.</summary>
    /// <exception cref="ObjectDisposedException">It was returned already.</exception>
    public void Dispose() => T.Return(Value);
}
