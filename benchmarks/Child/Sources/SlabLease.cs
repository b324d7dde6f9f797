using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>
/// A lease that a generic kernel can dispose of: a using statement finds the product's own <c>Dispose</c> by its shape,
/// which a type parameter has not.
/// </summary>
internal readonly ref struct SlabLease<TBlock> : IDisposable
    where TBlock : unmanaged
{
    public readonly PooledLease<TBlock> Lease;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SlabLease(PooledLease<TBlock> lease) => Lease = lease;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => Lease.Dispose();
}

/// <summary>Leases of a generated pool.</summary>
internal readonly struct SlabLeaseSource<TBlock> : ILeaseSource<SlabLease<TBlock>>
    where TBlock : unmanaged, ISlabBlock<TBlock>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SlabLease<TBlock> Lease() => new(StructPool<TBlock>.Shared.Lease());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(scoped in SlabLease<TBlock> lease, long value) => TBlock.Write(ref lease.Lease.Value, value);
}
