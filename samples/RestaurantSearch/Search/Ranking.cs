using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>What makes one hit better than another.</summary>
internal static class Ranking
{
    private const int WholeWord = 4_000;
    private const int LeadingWord = 2_500;
    private const int ShownLately = 700;
    private const int Trending = 20;
    private const int MostTrend = 100;

    public static int Score(in Hit hit) =>
        hit.Popularity
        + hit.WholeWords * WholeWord
        + hit.LeadingWords * LeadingWord
        + hit.TimesRecent * ShownLately
        + Math.Min(hit.Trend, MostTrend) * Trending;
}
