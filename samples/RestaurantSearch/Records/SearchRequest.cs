namespace RestaurantSearch.Records;

/// <summary>What one request needs while it is worked on.</summary>
internal class SearchRequest<TToken, THit>
{
    public const int MostCharacters = 96;

    public char[] Text { get; } = new char[MostCharacters];

    public int Length { get; set; }

    public int User { get; set; }

    public List<TToken> Tokens { get; } = new(4);

    public List<THit> Hits { get; } = [];

    public ReadOnlySpan<char> Query => Text.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        Tokens.Clear();
        Hits.Clear();
    }
}
