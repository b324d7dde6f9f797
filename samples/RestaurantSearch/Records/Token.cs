using RestaurantSearch.Search;
using Slabwise;

namespace RestaurantSearch.Records;

/// <summary>One word of a query, and the terms that it may be the beginning of.</summary>
[SizeClassPooled]
internal partial struct Token
{
    public int Start;
    public int Length;
    public TermRange Terms;
    public int Restaurants;
    public bool IsWholeWord;
}
