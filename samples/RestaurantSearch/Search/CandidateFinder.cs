using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>Finds the restaurants that match every word of a query, walking those of its rarest word.</summary>
internal static class CandidateFinder
{
    /// <summary>The most hits that one request scores.</summary>
    public const int Most = 2000;

    /// <returns>How many candidates were written.</returns>
    public static int Find(PrefixIndex index, ReadOnlySpan<Token> tokens, Span<int> candidates)
    {
        if (tokens.IsEmpty)
            return 0;
        int rarest = 0;
        for (int i = 1; i < tokens.Length; i++)
        {
            if (tokens[i].Restaurants < tokens[rarest].Restaurants)
                rarest = i;
        }
        int count = 0;
        foreach (int restaurant in index.Candidates(tokens[rarest].Terms))
        {
            if (tokens.Length > 1 && !MatchesOthers(index[restaurant].Terms, tokens, rarest))
                continue;
            candidates[count++] = restaurant;
            if (count == candidates.Length)
                break;
        }
        return count;
    }

    private static bool MatchesOthers(ReadOnlySpan<int> terms, ReadOnlySpan<Token> tokens, int rarest)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (i != rarest && !MatchesAny(terms, tokens[i].Terms))
                return false;
        }
        return true;
    }

    private static bool MatchesAny(ReadOnlySpan<int> terms, TermRange range)
    {
        foreach (int term in terms)
        {
            if (range.Contains(term))
                return true;
        }
        return false;
    }
}
