using Xunit;

namespace Slabwise.Runtime.Tests;

public class ClassPoolDropTests
{
    [Fact]
    public void AnObjectThatHoldsAResourceIsToldOnceWhenItIsDropped()
    {
        Holder[] some = [.. Enumerable.Range(0, 5000).Select(_ => Holder.Rent())];
        foreach (Holder one in some) Holder.Return(one);
        Assert.All(some, one => Assert.Equal(0, one.Drops));
        long before = Holder.Pool.GetStatistics().Dropped;
        Assert.Equal(some.Length, Holder.Pool.Trim());
        Assert.All(some, one => Assert.Equal(1, one.Drops));
        Assert.Equal(before + some.Length, Holder.Pool.GetStatistics().Dropped);
        Assert.Equal(0, Holder.Pool.Trim());
        Holder.Pool.Validate();
    }

    [Fact]
    public void RentedObjectsAreNotToldByATrim()
    {
        RentedHolder kept = RentedHolder.Rent();
        RentedHolder.Return(RentedHolder.Rent());
        RentedHolder.Pool.Trim();
        Assert.Equal(0, kept.Drops);
        RentedHolder.Return(kept);
    }

    [Fact]
    public void AnObjectWhoseRentHookThrowsIsToldToo()
    {
        RefusingHolder item = RefusingHolder.Rent();
        RefusingHolder.Return(item);
        item.Refuse = true;
        Assert.Throws<InvalidTimeZoneException>(() => RefusingHolder.Rent());
        Assert.Equal(1, item.Drops);
        RefusingHolder.Pool.Trim();
        Assert.Equal(1, item.Drops);
    }

    [Fact]
    public void AHookMayRentFromItsOwnPool()
    {
        RentingHolder.Return(RentingHolder.Rent());
        Assert.Equal(1, RentingHolder.Pool.Trim());
        Assert.Equal(1, RentingHolder.Pool.GetStatistics().Rented);
        RentingHolder.Return(RentingHolder.Late!);
    }

    [Fact]
    public void ABurstBeyondTheCachesMakesNoObjectTwice()
    {
        for (int round = 0; round < 3; round++)
        {
            Narrow[] burst = [.. Enumerable.Range(0, 20_000).Select(_ => Narrow.Rent())];
            foreach (Narrow one in burst) Narrow.Return(one);
        }

        Assert.InRange(Narrow.Pool.GetStatistics().Created, 20_000, 20_500);
    }
}
