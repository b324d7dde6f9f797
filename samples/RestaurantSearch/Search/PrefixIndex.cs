namespace RestaurantSearch.Search;

/// <summary>
/// An inverted index over a sorted table of terms. The restaurants of a term are ascending, which is best first. Where a
/// prefix covers more of them than a search looks at, the best ones of all its terms were merged when the index was built.
/// </summary>
internal sealed class PrefixIndex
{
    /// <summary>The most restaurants that one prefix contributes to a search.</summary>
    public const int MostPerPrefix = 2048;

    private readonly string[] _terms;
    private readonly Postings _postings;
    private readonly IndexEntry[] _entries;
    private readonly Dictionary<TermRange, int[]> _best;

    internal PrefixIndex(string[] terms, Postings postings, IndexEntry[] entries, Dictionary<TermRange, int[]> best)
    {
        _terms = terms;
        _postings = postings;
        _entries = entries;
        _best = best;
    }

    public int TermCount => _terms.Length;

    public int RestaurantCount => _entries.Length;

    public ref readonly IndexEntry this[int restaurant] => ref _entries[restaurant];

    public TermRange Find(ReadOnlySpan<char> prefix)
    {
        int first = LowerBound(prefix, 0, pastThePrefix: false);
        return new TermRange(first, LowerBound(prefix, first, pastThePrefix: true));
    }

    /// <summary>True where the first term of a range is the very word that was asked for.</summary>
    public bool IsExact(TermRange range, ReadOnlySpan<char> word) => range.Count > 0 && word.SequenceEqual(_terms[range.First]);

    /// <summary>How many restaurants the range leads to, counting one again for each of its terms.</summary>
    public int CountOf(TermRange range) => _postings.CountOf(range);

    /// <summary>
    /// The restaurants to look at: the best where there are too many, else all of them (one may then occur twice, under two
    /// terms of the range).
    /// </summary>
    public ReadOnlySpan<int> Candidates(TermRange range)
    {
        if (range.Count == 0)
            return default;
        if (_best.TryGetValue(range, out int[]? best))
            return best;
        ReadOnlySpan<int> all = _postings.Of(range);
        return all.Length > MostPerPrefix ? all[..MostPerPrefix] : all;
    }

    private int LowerBound(ReadOnlySpan<char> prefix, int low, bool pastThePrefix)
    {
        int high = _terms.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            int order = _terms[middle].AsSpan().SequenceCompareTo(prefix);
            bool before = order < 0 || pastThePrefix && _terms[middle].AsSpan().StartsWith(prefix, StringComparison.Ordinal);
            if (before)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
