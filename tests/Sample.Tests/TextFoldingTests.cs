using RestaurantSearch.Search;

namespace RestaurantSearch.Tests;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("Zürich", "zurich")]
    [InlineData("Łódź", "lodz")]
    [InlineData("McDonald's", "mcdonalds")]
    [InlineData("T.G.I. Friday’s", "tgi fridays")]
    [InlineData("  Coffee -- & \t Co ", "coffee co")]
    [InlineData("東京 ramen", "東京 ramen")]
    [InlineData("\"quoted\\\"", "quoted")]
    [InlineData("", "")]
    public void Folds_to_plain_words(string text, string folded) => Assert.Equal(folded, TextFolding.Fold(text));

    [Fact]
    public void Cuts_what_does_not_fit()
    {
        Span<char> four = stackalloc char[4];
        Assert.Equal(4, TextFolding.Fold("Pizza", four));
        Assert.Equal("pizz", four.ToString());
    }
}
