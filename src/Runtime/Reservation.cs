using System.Runtime.CompilerServices;
using Slabwise.Pages;

namespace Slabwise;

/// <summary>A private batch of objects that are rented already: taking one of them cannot fail and touches nothing that threads share.</summary>
/// <typeparam name="T">The pooled struct.</typeparam>
/// <remarks>
/// <para>For work that must not fail half way: reserve what it may need, do it, dispose of the rest. What was taken by
/// <see cref="Rent"/> is returned as any other object; what is left goes back at <see cref="Dispose"/>. A reservation that is forgotten
/// keeps its objects rented.</para>
/// <para>It may be stored, carried across <c>await</c> and handed on, but not used by two threads at once. Copies are the same
/// reservation. A rent costs about as much as an access to a handle's <see cref="Pooled{T}.Value"/>.</para>
/// </remarks>
public readonly unsafe struct Reservation<T> : IDisposable, IEquatable<Reservation<T>> where T : unmanaged
{
    private readonly Pooled<ReservedBatch> _batch;

    private Reservation(Pooled<ReservedBatch> batch) => _batch = batch;

    /// <summary>How many objects can still be taken; 0 after the end.</summary>
    public int Remaining => _batch.IsAlive ? _batch.Value.Remaining : 0;

    /// <summary>Compares what they are, not what is left in them.</summary>
    public static bool operator ==(Reservation<T> left, Reservation<T> right) => left._batch == right._batch;

    /// <summary>Compares what they are, not what is left in them.</summary>
    public static bool operator !=(Reservation<T> left, Reservation<T> right) => left._batch != right._batch;

    /// <summary>Takes one of the reserved objects; it is the caller's to return.</summary>
    /// <exception cref="InvalidOperationException">All of them were taken, or this is the default and reserved nothing.</exception>
    /// <exception cref="ObjectDisposedException">The reservation has ended.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [return: ReturnsOwned]
    public Pooled<T> Rent()
    {
        ref ReservedBatch batch = ref _batch.Value;
        int last = batch.Remaining - 1;
        if (last < 0) ThrowUsedUp(batch.Size);
        batch.Remaining = last;
        return ((Pooled<T>*)batch.Handles)[last];
    }

    /// <summary>Returns what is left. A second call, also on a copy, does nothing.</summary>
    public void Dispose()
    {
        if (!_batch.IsAlive) return;
        ReservedBatch batch = _batch.Value;
        _batch.Dispose();
        StructPool<T>.Shared.Return(new ReadOnlySpan<Pooled<T>>((void*)batch.Handles, batch.Remaining));
        MetadataHeap.Free((void*)batch.Handles, BytesFor(batch.Size));
    }

    /// <inheritdoc/>
    public bool Equals(Reservation<T> other) => _batch == other._batch;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Reservation<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _batch.GetHashCode();

    internal static Reservation<T> Make(StructPool<T> pool, int count)
    {
        Pooled<ReservedBatch> batch = StructPool<ReservedBatch>.Shared.Rent();
        byte* handles = null;
        try
        {
            handles = MetadataHeap.Alloc(BytesFor(count));
            pool.Rent(new Span<Pooled<T>>(handles, count));
        }
        catch
        {
            if (handles is not null) MetadataHeap.Free(handles, BytesFor(count));
            batch.Dispose();
            throw;
        }

        batch.Value = new ReservedBatch { Handles = (nint)handles, Size = count, Remaining = count };
        return new Reservation<T>(batch);
    }

    private static long BytesFor(int count) => Math.Max(1L, count) * sizeof(Pooled<T>);

    private static void ThrowUsedUp(int size) =>
        throw new InvalidOperationException($"The reservation of {size:N0} objects of {typeof(T)} is used up. Reserve as many as the work can need, or rent the others from the pool.");
}

/// <summary>A reservation's state: <c>0 &lt;= Remaining &lt;= Size</c>, and the first <c>Remaining</c> handles are rented by nobody else.</summary>
/// <remarks>It lies in a pool of its own, so that a copy of a reservation that has ended is found by its handle.</remarks>
internal struct ReservedBatch
{
    public nint Handles;
    public int Size, Remaining;
}
