using RestaurantSearch.Search;

namespace RestaurantSearch.Tests;

public sealed class TopHitsTests
{
    [Fact]
    public void Keeps_the_best_once_each()
    {
        Random random = new(3);
        List<(int Restaurant, int Score)> offers = [.. Enumerable.Range(0, 500).Select(i => (i, random.Next(100)))];
        TopHits top = new(stackalloc TopHit[TopHits.Most]);
        foreach ((int restaurant, int score) in offers.Concat(offers))
            top.Offer(restaurant, score);
        TopHit[] expected =
            [.. offers.OrderByDescending(o => o.Score).ThenBy(o => o.Restaurant).Take(TopHits.Most).Select(o => new TopHit(o.Restaurant, o.Score))];
        Assert.Equal(expected, top.Hits.ToArray());
    }
}
