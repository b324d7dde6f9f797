using RestaurantSearch.Load;

namespace RestaurantSearch.Tests;

public sealed class ZipfTests
{
    [Fact]
    public void The_second_rank_is_drawn_half_as_often_as_the_first()
    {
        Zipf zipf = new(1000);
        Random random = new(7);
        int[] drawn = new int[1000];
        for (int i = 0; i < 1_000_000; i++)
            drawn[zipf.Next(random)]++;
        Assert.InRange(drawn[0] / (double)drawn[1], 1.9, 2.1);
        Assert.InRange(drawn[0] / (double)drawn[9], 9, 11);
        Assert.True(drawn[999] > 0);
    }
}
