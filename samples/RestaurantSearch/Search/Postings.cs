namespace RestaurantSearch.Search;

/// <summary>Lists of numbers, one a key, laid end to end in one array.</summary>
internal sealed class Postings(int[] starts, int[] values)
{
    public ReadOnlySpan<int> Of(int key) => Of(key, key + 1);

    public ReadOnlySpan<int> Of(int firstKey, int endKey) => values.AsSpan(starts[firstKey]..starts[endKey]);

    public int CountOf(int firstKey, int endKey) => starts[endKey] - starts[firstKey];

    /// <summary>Turns "the keys of a value" into "the values of a key"; the values of a key come out ascending.</summary>
    public Postings Invert(int keyCount)
    {
        int[] invertedStarts = new int[keyCount + 1];
        foreach (int key in values)
            invertedStarts[key + 1]++;
        for (int key = 0; key < keyCount; key++)
            invertedStarts[key + 1] += invertedStarts[key];

        int[] next = invertedStarts[..keyCount];
        int[] inverted = new int[values.Length];
        for (int value = 0; value + 1 < starts.Length; value++)
        {
            foreach (int key in Of(value))
                inverted[next[key]++] = value;
        }
        return new Postings(invertedStarts, inverted);
    }
}
