using Slabwise;

namespace RestaurantSearch.Records;

/// <summary>What was shown to whom, and for which query. The service keeps the last dozen of every user.</summary>
[SizeClassPooled]
internal partial struct SearchRecord
{
    public long Milliseconds;
    public QueryText Query;
    public int User;
    public int Restaurant;
    public int Position;
    public int Score;
}
