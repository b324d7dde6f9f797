using Slabwise;

namespace RestaurantSearch.Records;

/// <summary>A restaurant that matches a query, with what its score is made of.</summary>
[SizeClassPooled]
internal partial struct Hit
{
    public int Restaurant;
    public int Popularity;
    public int WholeWords;
    public int LeadingWords;
    public int TimesRecent;
    public int Trend;
    public int Score;
}
