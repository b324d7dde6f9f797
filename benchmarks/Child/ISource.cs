namespace Slabwise.Benchmarks.Child;

/// <summary>
/// An allocator's verbs for 64-byte objects. Sources and handles are structs, so the JIT compiles every kernel anew
/// for each of them and inlines the verbs; with a class in either place it would share one body and look calls up.
/// </summary>
internal interface ISource<THandle>
    where THandle : struct
{
    static abstract THandle Rent();

    /// <summary>Writes the first and the last eight bytes.</summary>
    static abstract void Touch(THandle handle, long value);

    static abstract void Return(THandle handle);
}

/// <summary>A source that hands out what a using statement disposes of.</summary>
internal interface ILeaseSource<TLease>
    where TLease : struct, IDisposable, allows ref struct
{
    static abstract TLease Lease();

    static abstract void Touch(scoped in TLease lease, long value);
}

/// <summary>A source with calls for whole batches.</summary>
internal interface IBulkSource<THandle> : ISource<THandle>
    where THandle : struct
{
    static abstract void Rent(Span<THandle> destination);

    static abstract void Return(ReadOnlySpan<THandle> handles);
}
