using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>What one writes by hand to use a peer in a using statement.</summary>
internal readonly ref struct SimpleLease<TSource, THandle> : IDisposable
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    public readonly THandle Handle;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimpleLease(THandle handle) => Handle = handle;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => TSource.Return(Handle);
}

/// <summary>Leases of a source that has none of its own.</summary>
internal readonly struct SimpleLeaseSource<TSource, THandle> : ILeaseSource<SimpleLease<TSource, THandle>>
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimpleLease<TSource, THandle> Lease() => new(TSource.Rent());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(scoped in SimpleLease<TSource, THandle> lease, long value) => TSource.Touch(lease.Handle, value);
}
