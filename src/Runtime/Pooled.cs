using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Slabwise;

/// <summary>A handle to a rented struct: 8 bytes, without references, free to be copied, stored and carried across <c>await</c>.</summary>
/// <typeparam name="T">The pooled struct.</typeparam>
/// <remarks>
/// <para>It is the slot's number in the low 32 bits and the slot's generation at the time of the rent in the high ones: one word, which
/// cannot tear. Generations are odd while a slot is rented and grow by one at each rent and each return, so that a handle fits until
/// the slot is returned and never again, save after exactly 2^31 reuses; a slot whose generation is used up is retired.</para>
/// <para>Every access verifies the handle, unless the type's pool is <see cref="SafetyKind.Unchecked"/>. Reads and writes of
/// <see cref="Value"/> itself are not synchronised.</para>
/// </remarks>
[DebuggerTypeProxy(typeof(PooledDebugView<>))]
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public readonly struct Pooled<T> : IEquatable<Pooled<T>>, IDisposable where T : unmanaged
{
    private readonly ulong _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Pooled(ulong bits) => _bits = bits;

    /// <summary>The rented object, in place.</summary>
    /// <exception cref="ObjectDisposedException">The handle was returned already.</exception>
    /// <exception cref="InvalidOperationException">The handle is the default, or no rent of this process made it.</exception>
    /// <remarks>Keep the reference no longer than the rental: after the return it is not checked at run time (rule SLAB103 reports it).</remarks>
    public ref T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref StructPool<T>.Resolve(_bits);
    }

    /// <summary>The rented object's address; it does not move.</summary>
    /// <inheritdoc cref="Value" path="/exception"/>
    public unsafe T* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (T*)Unsafe.AsPointer(ref StructPool<T>.Resolve(_bits));
    }

    /// <summary>Whether the handle still fits: rented and not returned. Always true in an unchecked pool, save for the default.</summary>
    public bool IsAlive => StructPool<T>.IsAlive(_bits);

    /// <summary>Whether this is <c>default</c>, which no rent gives.</summary>
    public bool IsDefault => _bits == 0;

    private string DebuggerDisplay =>
        IsDefault ? "default" : $"slot {(uint)_bits}, generation {_bits >> 32}{(IsAlive ? "" : ", returned")}";

    /// <summary>Compares handles, not objects.</summary>
    public static bool operator ==(Pooled<T> left, Pooled<T> right) => left._bits == right._bits;

    /// <summary>Compares handles, not objects.</summary>
    public static bool operator !=(Pooled<T> left, Pooled<T> right) => left._bits != right._bits;

    /// <summary>Makes a handle of what <see cref="ToBits"/> gave. Other bits make a handle that every access refuses.</summary>
    public static Pooled<T> FromBits(ulong bits) => new(bits);

    /// <summary>The handle as one word, to be kept where only numbers go.</summary>
    public ulong ToBits() => _bits;

    /// <summary>Returns the object if the handle still fits; says whether it did.</summary>
    public bool TryReturn() => StructPool<T>.Shared.TryReturn(this);

    /// <summary>Returns the object, as <see cref="StructPool{T}.Return(Pooled{T})"/> does.</summary>
    /// <inheritdoc cref="Value" path="/exception"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => StructPool<T>.Shared.Return(this);

    /// <inheritdoc/>
    public bool Equals(Pooled<T> other) => _bits == other._bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Pooled<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bits.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"Pooled<{typeof(T).Name}>({DebuggerDisplay})";
}

/// <summary>Shows a live handle's object in the debugger instead of its bits.</summary>
internal sealed class PooledDebugView<T>(Pooled<T> handle) where T : unmanaged
{
    [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
    public T[] Value => handle.IsAlive ? [handle.Value] : [];
}
