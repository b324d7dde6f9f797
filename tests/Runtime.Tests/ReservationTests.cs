using Xunit;

namespace Slabwise.Runtime.Tests;

public partial class ReservationTests
{
    private struct Order { public long Id, Price; }

    [SizeClassPooled(MaxBytes = 64 * 1024)]
    internal partial struct Scarce { public long A, B, C, D, E, F, G, H; }

    private struct Stale { public long A; }

    private struct Apart { public long Id; }

    [Fact]
    public void ReservedObjectsAreApartAndTheRestGoesBack()
    {
        StructPool<Order> pool = StructPool<Order>.Shared;
        long before = pool.GetStatistics().Rented;
        var taken = new HashSet<ulong>();
        using (Reservation<Order> reservation = pool.Reserve(64))
        {
            Assert.Equal(64, reservation.Remaining);
            Assert.Equal(before + 64, pool.GetStatistics().Rented);
            for (int i = 0; i < 40; i++)
            {
                Pooled<Order> order = reservation.Rent();
                order.Value.Id = i;
                Assert.True(taken.Add(order.ToBits()));
            }

            Assert.Equal(24, reservation.Remaining);
        }

        Assert.Equal(before + 40, pool.GetStatistics().Rented);
        foreach (ulong bits in taken) pool.Return(Pooled<Order>.FromBits(bits));
        Assert.Equal(before, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void RentsFromAReservationSucceedWhileThePoolIsExhausted()
    {
        using Reservation<Scarce> reservation = Scarce.Reserve(10);
        var rest = new List<Pooled<Scarce>>();
        while (Scarce.TryRent(out Pooled<Scarce> one)) rest.Add(one);
        Assert.Throws<OutOfMemoryException>(() => Scarce.Rent());
        Assert.Throws<OutOfMemoryException>(() => Scarce.Reserve(1));
        for (int i = 0; i < 10; i++)
        {
            Pooled<Scarce> one = reservation.Rent();
            one.Value.A = i;
            rest.Add(one);
        }

        Scarce.Return(rest.ToArray());
        InvalidOperationException used = Assert.Throws<InvalidOperationException>(() => reservation.Rent());
        Assert.Contains("reservation of 10 objects", used.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndedReservationIsFoundByEveryCopy()
    {
        StructPool<Stale> pool = StructPool<Stale>.Shared;
        Reservation<Stale> reservation = pool.Reserve(4);
        Reservation<Stale> copy = reservation;
        Assert.True(reservation == copy);
        reservation.Dispose();
        copy.Dispose();
        Assert.Equal(0, copy.Remaining);
        Assert.Throws<ObjectDisposedException>(() => copy.Rent());
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void ReservationsOfNothingAndLessAreTold()
    {
        StructPool<Stale> pool = StructPool<Stale>.Shared;
        using (Reservation<Stale> none = pool.Reserve(0)) Assert.Throws<InvalidOperationException>(() => none.Rent());
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Reserve(-1));
        Assert.Throws<InvalidOperationException>(() => default(Reservation<Stale>).Rent());
        default(Reservation<Stale>).Dispose();
    }

    [Fact]
    public void ReservationsOfThreadsNeverShareAnObject()
    {
        StructPool<Apart> pool = StructPool<Apart>.Shared;
        TestPools.OnThreads(6, thread =>
        {
            var held = new Pooled<Apart>[100];
            for (int round = 0; round < 200; round++)
            {
                using Reservation<Apart> reservation = pool.Reserve(100);
                for (int i = 0; i < 70; i++) (held[i] = reservation.Rent()).Value.Id = thread * 1000 + i;
                for (int i = 0; i < 70; i++) Assert.Equal(thread * 1000 + i, held[i].Value.Id);
                pool.Return(held.AsSpan(0, 70));
            }
        });
        Assert.True(TestPools.Eventually(() => pool.GetStatistics().Rented == 0));
        pool.Validate();
    }
}
