using System.Runtime.CompilerServices;

namespace RestaurantSearch.Search;

/// <summary>
/// What a search looks up of a restaurant: 64 bytes, since every candidate costs a visit here and the visit costs a cache miss.
/// </summary>
internal struct IndexEntry
{
    private int _count;
    private FewTerms _terms;

    /// <summary>How often the restaurant is visited.</summary>
    public int Popularity { get; init; }

    /// <summary>The words of its name come first. A name with very many words is found by the first of them only.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<int> Terms => _terms[.._count];

    public void Add(int term)
    {
        if (_count < FewTerms.Capacity && !Terms.Contains(term))
            _terms[_count++] = term;
    }

    [InlineArray(Capacity)]
    private struct FewTerms
    {
        public const int Capacity = 14;

        private int _first;
    }
}
