using RestaurantSearch.Search;

namespace RestaurantSearch.Records;

/// <summary>One word of a query, and the terms that it may be the beginning of.</summary>
internal partial struct Token
{
    public int Start;
    public int Length;
    public TermRange Terms;
    public int Restaurants;
    public bool IsWholeWord;
}
