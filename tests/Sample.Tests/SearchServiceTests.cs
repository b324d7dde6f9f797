using System.Text;
using System.Text.Json;
using RestaurantSearch.Search;

namespace RestaurantSearch.Tests;

public sealed class SearchServiceTests
{
    private const int Users = 50;

    public static TheoryData<string> AllVariants => [.. Variants.All];

    [Theory]
    [MemberData(nameof(AllVariants))]
    public void Answers_are_json_with_the_best_first(string variant)
    {
        ISearchService service = SearchServiceFactory.Create(variant, Users, SmallTown.Catalogue, SmallTown.Index);
        using JsonDocument answer = JsonDocument.Parse(Search(service, "Pizza berl", 3));
        Assert.Equal("pizza berl", answer.RootElement.GetProperty("query").GetString());
        Assert.Equal(2, answer.RootElement.GetProperty("matches").GetInt32());
        int[] scores = [.. answer.RootElement.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("score").GetInt32())];
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Theory]
    [MemberData(nameof(AllVariants))]
    public void What_was_shown_is_remembered_newest_first(string variant)
    {
        ISearchService service = SearchServiceFactory.Create(variant, Users, SmallTown.Catalogue, SmallTown.Index);
        Search(service, "bergen", 3);
        Search(service, "hut", 3);
        byte[] buffer = new byte[ISearchService.LongestAnswer];
        using JsonDocument answer = JsonDocument.Parse(buffer.AsMemory(0, service.Recent(3, buffer)));
        string[] queries = [.. answer.RootElement.GetProperty("recent").EnumerateArray().Select(r => r.GetProperty("query").GetString()!)];
        Assert.Equal(StoreSize.RecordsPerUser, queries.Length);
        Assert.Equal(["hut", "hut", "hut", "bergen", "bergen"], queries[..5]);
    }

    [Fact]
    public void All_variants_answer_alike()
    {
        string[] expected = Answers(Variants.Gc);
        foreach (string variant in Variants.All)
            Assert.Equal(expected, Answers(variant));
    }

    [Theory]
    [MemberData(nameof(AllVariants))]
    public async Task Many_threads_may_search_at_once(string variant)
    {
        ISearchService service = SearchServiceFactory.Create(variant, Users, SmallTown.Catalogue, SmallTown.Index);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 3000; i++)
                Search(service, i % 2 == 0 ? "ber" : "p", i * thread);
        })));
        using JsonDocument answer = JsonDocument.Parse(Search(service, "bergen pizza", 1));
        Assert.Equal(1, answer.RootElement.GetProperty("matches").GetInt32());
    }

    private static string[] Answers(string variant)
    {
        ISearchService service = SearchServiceFactory.Create(variant, Users, SmallTown.Catalogue, SmallTown.Index);
        return [.. Enumerable.Range(0, 400).Select(i => Search(service, i % 3 == 0 ? "b" : i % 3 == 1 ? "pizza b" : "", i % 7))];
    }

    private static string Search(ISearchService service, string query, int user)
    {
        byte[] buffer = new byte[ISearchService.LongestAnswer];
        return Encoding.UTF8.GetString(buffer, 0, service.Search(query, user, buffer));
    }
}
