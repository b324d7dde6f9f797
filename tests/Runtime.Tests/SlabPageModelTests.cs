using Slabwise.Pages;
using Slabwise.Shared;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Random takes, gives, purges and looks, held against what a set of used slots says and what the system says.</summary>
public class SlabPageModelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(24, 2)]
    [InlineData(64, 3)]
    [InlineData(100, 4)]
    [InlineData(1000, 5)]
    [InlineData(3000, 6)]
    [InlineData(4096, 7)]
    [InlineData(20_000, 8)]
    [InlineData(70_000, 9)]
    public void EveryPageIsInTheStateThatItsSlotsSay(int size, int seed) => Run(size, seed, muzzyMs: 0);

    [Theory]
    [InlineData(24, 10)]
    [InlineData(64, 11)]
    [InlineData(3000, 12)]
    public void AlsoWithMuzzyPages(int size, int seed) => Run(size, seed, muzzyMs: 5000);

    private static void Run(int size, int seed, int muzzyMs)
    {
        using var slabs = new TestTier(size);
        var random = new Random(seed);
        var used = new List<uint>();
        long now = 0;
        for (int step = 0; step < 300; step++)
        {
            switch (random.Next(8))
            {
                case 0:
                    slabs.Value.Purge(ref slabs.Memory);
                    break;
                case 1 or 2:
                    now += random.Next(4000);
                    slabs.Decay(now, dirtyMs: 2000, muzzyMs);
                    break;
                case 3 or 4 or 5 when used.Count < 60_000_000 / size:
                    used.AddRange(slabs.TakeAndFill(1 + random.Next(Math.Min(4000, 3_000_000 / size))));
                    break;
                default:
                    GiveSome(slabs, random, used);
                    break;
            }

            HoldsTheModel(slabs, used);
        }

        slabs.HoldsContents(used);
        slabs.Give([.. used]);
        for (int look = 0; look < 5; look++) slabs.Decay(now += 20_000, dirtyMs: 2000, muzzyMs);
        Assert.Equal((0, 0), (slabs.Count().Resident, slabs.Value.Used));
        if (slabs.Memory.IsRange) Assert.Equal(0, slabs.CountBackedPages());
    }

    // Neighbours, strangers, or all but a few.
    private static void GiveSome(TestTier slabs, Random random, List<uint> used)
    {
        int kind = random.Next(3), from = random.Next(used.Count + 1), count = Math.Min(random.Next(3000), used.Count - from);
        var given = new HashSet<uint>(kind switch
        {
            0 => used.Skip(from).Take(count),
            1 => used.Where(_ => random.Next(4) == 0),
            _ => used.Where(_ => random.Next(50) != 0),
        });
        slabs.HoldsContents(given);
        used.RemoveAll(given.Contains);
        slabs.Give([.. given]);
    }

    private static void HoldsTheModel(TestTier slabs, List<uint> used)
    {
        slabs.Validate();
        Assert.Equal(used.Count, slabs.Value.Used);
        PageCounts now = slabs.Count();
        Assert.Equal(slabs.Memory.MappedBytes, now.Mapped);
        if (!slabs.Memory.IsRange) return;
        var pages = new HashSet<long>();
        foreach (uint slot in used)
        {
            long start = slabs.OffsetOf(slot);
            for (long page = start / SlabGeometry.PageBytes; page <= (start + slabs.Memory.Stride - 1) / SlabGeometry.PageBytes; page++) pages.Add(page);
        }

        Assert.Equal(pages.Count * (long)SlabGeometry.PageBytes, now.Active);
        long backed = slabs.CountBackedPages() * SlabGeometry.PageBytes;
        if (now.Muzzy == 0) Assert.Equal(backed, now.Resident);
        else Assert.InRange(backed, now.Active + now.Dirty, now.Resident);
    }
}
