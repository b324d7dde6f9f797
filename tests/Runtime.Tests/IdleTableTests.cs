using Slabwise.Caches;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class IdleTableTests
{
    [Fact]
    public void EachObjectHasAPositionOfItsOwnAndComesOutOfIt()
    {
        var table = new IdleTable();
        object[] items = [.. Enumerable.Range(0, 6000).Select(_ => new object())];
        uint[] positions = [.. items.Select(table.Claim)];
        Assert.True(table.IsConsistent());

        // A few found their windows full before there were more levels.
        int lost = positions.Count(position => position == 0);
        Assert.InRange(lost, 0, 300);
        Assert.Equal(items.Length - lost, positions.Where(position => position != 0).Distinct().Count());
        Assert.Equal(items.Length - lost, table.CountClaimed());
        for (int i = 0; i < items.Length; i++)
        {
            if (positions[i] == 0) continue;
            Assert.Equal(IdleTable.Doubled, table.Claim(items[i]));
            Assert.Same(items[i], table.Take(positions[i]));
        }

        Assert.Equal(0, table.CountClaimed());
        Assert.True(table.IsConsistent());
    }

    [Fact]
    public void ObjectThatLiesBelowIsFoundAfterTheTableGrew()
    {
        var table = new IdleTable();
        var early = new object();
        uint position = table.Claim(early);
        object[] items = [.. Enumerable.Range(0, 3000).Select(_ => new object())];
        Assert.Contains(items.Select(table.Claim), later => later >= 16 * IdleTable.FirstLevel);
        Assert.Equal(IdleTable.Doubled, table.Claim(early));
        Assert.Same(early, table.Take(position));
        Assert.NotEqual(IdleTable.Doubled, table.Claim(early));
    }

    [Fact]
    public void OfTwoClaimsAtOnceAtMostOneStands()
    {
        var table = new IdleTable();
        const int Rounds = 30_000;
        var item = new object();
        var claims = new uint[2];
        int refused = 0, bothStood = 0, refusals = 0;
        using var start = new Barrier(2);
        TestPools.OnThreads(3, thread =>
        {
            if (thread == 2)
            {
                // Others come and go in the same windows, so that the two do not always try for the same position.
                object[] others = [.. Enumerable.Range(0, 200).Select(_ => new object())];
                while (Volatile.Read(ref refused) >= 0)
                {
                    uint[] positions = [.. others.Select(table.Claim)];
                    foreach (uint position in positions)
                    {
                        if (position != 0) table.Take(position);
                    }
                }

                return;
            }

            for (int round = 0; round < Rounds; round++)
            {
                start.SignalAndWait();
                claims[thread] = table.Claim(item);
                start.SignalAndWait();
                if (thread != 0) continue;
                uint[] standing = [.. claims.Where(claim => claim is not 0 and not IdleTable.Doubled)];
                if (standing.Length > 1) bothStood++;    // to be said after the last round: the other thread waits at the barrier
                if (claims.Contains(IdleTable.Doubled)) refused++;
                foreach (uint claim in standing) table.Take(claim);
            }

            if (thread == 0)
            {
                refusals = refused;
                Volatile.Write(ref refused, -1);
            }
        });
        Assert.Equal(0, bothStood);
        Assert.InRange(refusals, Rounds / 2, Rounds);
        Assert.Equal(0, table.CountClaimed());
    }

    [Fact]
    public void WeakenedObjectIsFoundAsLongAsItLives()
    {
        var table = new IdleTable();
        var item = new object();
        uint position = table.Claim(item);
        table.Weaken(position);
        Assert.Equal(IdleTable.Doubled, table.Claim(item));
        Assert.True(table.TryStrengthen(position));
        Assert.Same(item, table.Take(position));
    }

    [Fact]
    public void PlacesAreGivenOutAgain()
    {
        (uint place, uint serial) = IdlePlaces.Assign();
        IdlePlaces.Free(place);
        (uint again, uint other) = IdlePlaces.Assign();
        Assert.NotEqual(serial, other);
        Assert.InRange(again, 1u, IdlePlaces.Most);
        IdlePlaces.Free(again);
    }
}
