using RestaurantSearch.Catalogue;
using RestaurantSearch.Search;

namespace RestaurantSearch.Tests;

public sealed class PrefixIndexTests
{
    [Theory]
    [InlineData("berl", 4)]
    [InlineData("berg", 4)]
    [InlineData("piz", 3)]
    [InlineData("cafe", 3)]
    [InlineData("x", 0)]
    public void A_prefix_finds_brands_cities_and_kinds(string prefix, int restaurants) =>
        Assert.Equal(restaurants, SmallTown.Find(SmallTown.Index, SmallTown.Catalogue, prefix).Length);

    [Fact]
    public void Every_word_must_match()
    {
        string[] found = SmallTown.Find(SmallTown.Index, SmallTown.Catalogue, "pizza berl");
        Assert.Equal(["Pizza Hut Bad Berleburg", "Pizza Hut Berlin"], found.Order());
        Assert.Empty(SmallTown.Find(SmallTown.Index, SmallTown.Catalogue, "pizza x"));
    }

    [Fact]
    public void A_whole_word_is_told_from_a_prefix()
    {
        TermRange pizza = SmallTown.Index.Find("pizza");
        TermRange piz = SmallTown.Index.Find("piz");
        Assert.Equal(pizza, piz);
        Assert.True(SmallTown.Index.IsExact(pizza, "pizza"));
        Assert.False(SmallTown.Index.IsExact(piz, "piz"));
    }

    [Fact]
    public void The_real_data_gives_the_same_answers_as_a_plain_scan()
    {
        RestaurantCatalogue catalogue = RestaurantCatalogue.Load();
        PrefixIndex index = PrefixIndexBuilder.Build(catalogue);
        foreach (string prefix in (string[])["b", "pi", "piz", "berl", "zurich", "mcdonalds", "東"])
        {
            List<int> expected = [];
            for (int i = 0; i < catalogue.Restaurants.Length && expected.Count < PrefixIndex.MostPerPrefix; i++)
            {
                if (WordsOf(catalogue, i).Any(w => w.StartsWith(prefix, StringComparison.Ordinal)))
                    expected.Add(i);
            }
            int[] found = [.. index.Candidates(index.Find(prefix)).ToArray().Distinct().Order()];
            Assert.Equal(expected, found);
        }
    }

    private static string[] WordsOf(RestaurantCatalogue catalogue, int number)
    {
        Restaurant restaurant = catalogue.Restaurants[number];
        Brand brand = catalogue.Brands[restaurant.Brand];
        string all = string.Join(' ', [brand.Name, brand.Kind, .. brand.Cuisines, catalogue.Cities[restaurant.City].Name]);
        return TextFolding.Fold(all).Split(' ');
    }
}
