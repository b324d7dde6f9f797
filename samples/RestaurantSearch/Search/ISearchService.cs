namespace RestaurantSearch.Search;

/// <summary>The service behind the HTTP endpoints, whatever its objects are allocated with.</summary>
internal interface ISearchService
{
    /// <summary>Answers a search as JSON in UTF-8.</summary>
    /// <returns>The length of the answer.</returns>
    int Search(ReadOnlySpan<char> query, int user, Span<byte> answer);

    /// <summary>Lists what was shown to a user lately, as JSON in UTF-8.</summary>
    int Recent(int user, Span<byte> answer);

    /// <summary>Room enough for any answer.</summary>
    static int LongestAnswer => 16 * 1024;
}
