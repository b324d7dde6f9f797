using RestaurantSearch.Server;

namespace RestaurantSearch.Tests;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("?q=pizza%20ber&u=12", "pizza ber", 12)]
    [InlineData("?u=00000012&q=z%C3%BCr", "zür", 12)]
    [InlineData("?q=a+b", "a b", 0)]
    [InlineData("?q=", "", 0)]
    [InlineData("", "", 0)]
    [InlineData("?u=minus", "", 0)]
    [InlineData("?q=%zz&u=-4", "%zz", 0)]
    public void Reads_what_there_is(string queryString, string text, int user)
    {
        Span<char> buffer = stackalloc char[SearchQuery.MostCharacters];
        SearchQuery query = SearchQuery.Parse(queryString, buffer);
        Assert.Equal(text, buffer[..query.Length].ToString());
        Assert.Equal(user, query.User);
    }

    [Fact]
    public void A_query_that_is_too_long_is_cut()
    {
        Span<char> buffer = stackalloc char[SearchQuery.MostCharacters];
        Assert.Equal(SearchQuery.MostCharacters, SearchQuery.Parse("?q=" + new string('x', 5000), buffer).Length);
    }
}
