using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>The product's lease of an object, for a generic kernel to dispose of.</summary>
internal readonly ref struct SlabObjectLease : IDisposable
{
    public readonly ObjectLease<SlabObject> Lease;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SlabObjectLease(ObjectLease<SlabObject> lease) => Lease = lease;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => Lease.Dispose();
}

/// <summary>Leases of a generated class pool.</summary>
internal readonly struct SlabObjectLeaseSource : ILeaseSource<SlabObjectLease>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SlabObjectLease Lease() => new(SlabObject.Lease());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(scoped in SlabObjectLease lease, long value)
    {
        SlabObject item = lease.Lease.Value;
        item.First = value;
        item.Last = value;
    }
}
