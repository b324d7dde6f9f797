using RestaurantSearch.Catalogue;
using RestaurantSearch.Search;

namespace RestaurantSearch.Tests;

/// <summary>A catalogue that one can see through: two brands in each of three places.</summary>
internal static class SmallTown
{
    public static RestaurantCatalogue Catalogue { get; } = RestaurantCatalogue.Build(
        [new City("Berlin", "DE", 9_000), new City("Bergen", "NO", 7_000), new City("Bad Berleburg", "DE", 5_000)],
        [new Brand("Pizza Hut", "restaurant", ["pizza"], []), new Brand("Bergamo Café", "cafe", [], [])]);

    public static PrefixIndex Index { get; } = PrefixIndexBuilder.Build(Catalogue);

    /// <summary>The names that a search in the index leads to, best first.</summary>
    public static string[] Find(PrefixIndex index, RestaurantCatalogue catalogue, string query)
    {
        Records.Token[] tokens = [.. query.Split(' ').Select(word => TokenOf(index, word))];
        int[] found = new int[CandidateFinder.Most];
        int count = CandidateFinder.Find(index, tokens, found);
        return [.. found[..count].Distinct().Order().Select(catalogue.NameOf)];
    }

    private static Records.Token TokenOf(PrefixIndex index, string word)
    {
        TermRange terms = index.Find(word);
        return new Records.Token { Length = word.Length, Terms = terms, Restaurants = index.CountOf(terms) };
    }
}
