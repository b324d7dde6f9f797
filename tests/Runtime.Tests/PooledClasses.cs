namespace Slabwise.Runtime.Tests;

// One class a test: pools are process-wide.
[SizeClassPooled]
public sealed partial class Misreturned
{
    public object Clone() => MemberwiseClone();
}

[SizeClassPooled]
#pragma warning disable SLAB010 // what derives from it is the test
public partial class Base;
#pragma warning restore SLAB010

public sealed class Derived : Base;

[SizeClassPooled]
public sealed partial class RacedItem;

[SizeClassPooled]
public sealed partial class Hooked
{
    public int Rents, Returns;

    public bool RefuseRent, RefuseReturn;

    partial void OnRent()
    {
        Rents++;
        if (RefuseRent) throw new InvalidTimeZoneException("rent");
    }

    partial void OnReturn()
    {
        if (RefuseReturn) throw new InvalidTimeZoneException("return");
        Returns++;
    }
}

[SizeClassPooled]
public sealed partial class Troubled
{
    public static bool Refuse;

    public Troubled()
    {
        if (Refuse) throw new InvalidTimeZoneException("constructor");
    }
}

[SizeClassPooled]
public sealed partial class Idle;

[SizeClassPooled]
public sealed partial class Numerous;

[SizeClassPooled]
public sealed partial class Crowded
{
    public int Owner;
}

[SizeClassPooled(Cache = CacheKind.PerThread)]
public sealed partial class OwnThreadItem;

[SizeClassPooled(Cache = CacheKind.PerThread)]
public sealed partial class OwnedHanded;

[SizeClassPooled(Cache = CacheKind.PerThread)]
public sealed partial class OwnedOrphan;

[SizeClassPooled(Cache = CacheKind.PerThread)]
public sealed partial class OwnedIdle;

[SizeClassPooled(Cache = CacheKind.PerThread)]
public sealed partial class OwnedCrowded
{
    public int Owner;
}

[SizeClassPooled]
public sealed partial class Holder : IPooledResource
{
    public int Drops;

    public void OnDrop() => Drops++;
}

[SizeClassPooled]
public sealed partial class RentedHolder : IPooledResource
{
    public int Drops;

    public void OnDrop() => Drops++;
}

[SizeClassPooled]
public sealed partial class RefusingHolder : IPooledResource
{
    public int Drops;

    public bool Refuse;

    partial void OnRent()
    {
        if (Refuse) throw new InvalidTimeZoneException("rent");
    }

    public void OnDrop() => Drops++;
}

[SizeClassPooled]
public sealed partial class RentingHolder : IPooledResource
{
    public static RentingHolder? Late;

    public void OnDrop() => Late = Rent();
}

[SizeClassPooled(MaxCached = 16)]
public sealed partial class Narrow;
