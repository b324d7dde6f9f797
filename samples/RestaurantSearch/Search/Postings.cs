namespace RestaurantSearch.Search;

/// <summary>The restaurants of every term, ascending, laid end to end in one array.</summary>
internal sealed class Postings
{
    private readonly int[] _starts;
    private readonly int[] _restaurants;

    private Postings(int[] starts, int[] restaurants) => (_starts, _restaurants) = (starts, restaurants);

    /// <summary>The restaurants of neighbouring terms; one that has two of them occurs twice.</summary>
    public ReadOnlySpan<int> Of(TermRange terms) => _restaurants.AsSpan(_starts[terms.First].._starts[terms.End]);

    public int CountOf(TermRange terms) => _starts[terms.End] - _starts[terms.First];

    public static Postings Invert(ReadOnlySpan<IndexEntry> entries, int termCount)
    {
        int[] starts = new int[termCount + 1];
        foreach (ref readonly IndexEntry entry in entries)
        {
            foreach (int term in entry.Terms)
                starts[term + 1]++;
        }
        for (int term = 0; term < termCount; term++)
            starts[term + 1] += starts[term];

        int[] next = starts[..termCount];
        int[] restaurants = new int[starts[termCount]];
        for (int restaurant = 0; restaurant < entries.Length; restaurant++)
        {
            foreach (int term in entries[restaurant].Terms)
                restaurants[next[term]++] = restaurant;
        }
        return new Postings(starts, restaurants);
    }
}
