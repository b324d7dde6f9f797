using System.Collections;

namespace RestaurantSearch.Search;

/// <summary>
/// For each prefix that covers several terms and too many restaurants: the best of them. Without this the first keys typed,
/// which match nearly everything, would be the slowest.
/// </summary>
internal sealed class BestOfPrefixes(string[] terms, Postings postings, int restaurantCount)
{
    private readonly Dictionary<TermRange, int[]> _best = [];
    private readonly BitArray _seen = new(restaurantCount);

    public Dictionary<TermRange, int[]> Merge()
    {
        SplitByCharacter(new TermRange(0, terms.Length), 0);
        return _best;
    }

    private void SplitByCharacter(TermRange range, int position)
    {
        int first = range.First;
        while (first < range.End)
        {
            int end = first + 1;
            if (terms[first].Length > position)
            {
                while (end < range.End && terms[end][position] == terms[first][position])
                    end++;
                MergeIfLarge(new TermRange(first, end), position + 1);
            }
            first = end;
        }
    }

    private void MergeIfLarge(TermRange range, int length)
    {
        if (range.Count == 1 || postings.CountOf(range) <= PrefixIndex.MostPerPrefix)
            return;
        if (!_best.ContainsKey(range))
            _best.Add(range, BestOf(range));
        SplitByCharacter(range, length);
    }

    private int[] BestOf(TermRange range)
    {
        _seen.SetAll(false);
        foreach (int restaurant in postings.Of(range))
            _seen[restaurant] = true;
        List<int> best = new(PrefixIndex.MostPerPrefix);
        for (int restaurant = 0; restaurant < restaurantCount && best.Count < PrefixIndex.MostPerPrefix; restaurant++)
        {
            if (_seen[restaurant])
                best.Add(restaurant);
        }
        return [.. best];
    }
}
