namespace RestaurantSearch.Search;

/// <summary>The best ten of the hits that were offered, best first; a restaurant is listed once.</summary>
internal ref struct TopHits(Span<TopHit> slots)
{
    public const int Most = 10;

    private readonly Span<TopHit> _slots = slots;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<TopHit> Hits => _slots[..Count];

    public void Offer(int restaurant, int score)
    {
        if (Count == _slots.Length && !IsBetter(restaurant, score, _slots[Count - 1]))
            return;
        foreach (TopHit hit in Hits)
        {
            if (hit.Restaurant == restaurant)
                return;
        }
        int at = Count == _slots.Length ? Count - 1 : Count++;
        for (; at > 0 && IsBetter(restaurant, score, _slots[at - 1]); at--)
            _slots[at] = _slots[at - 1];
        _slots[at] = new TopHit(restaurant, score);
    }

    private static bool IsBetter(int restaurant, int score, TopHit than) =>
        score > than.Score || score == than.Score && restaurant < than.Restaurant;
}

/// <summary>One line of the answer.</summary>
internal readonly record struct TopHit(int Restaurant, int Score);
