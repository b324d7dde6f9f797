namespace RestaurantSearch.Search;

/// <summary>The terms that begin with a prefix: they stand side by side in the sorted table.</summary>
internal readonly record struct TermRange(int First, int End)
{
    public int Count => End - First;

    public bool Contains(int term) => (uint)(term - First) < (uint)(End - First);
}
