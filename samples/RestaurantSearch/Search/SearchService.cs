using System.Runtime.InteropServices;
using RestaurantSearch.Allocation;
using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>
/// The one implementation of the search. It makes objects for the request, its tokens, its hits and the records of what was
/// shown; where these come from is for the type arguments to say.
/// </summary>
internal sealed class SearchService<TRequests, TToken, THit, TRecord>(
    PrefixIndex index, AnswerWriter answers, RecentSearches<TRecord> recent) : ISearchService
    where TRequests : struct, IRequestSource<TToken, THit>
    where TToken : struct, IHandle<TToken, Token>
    where THit : struct, IHandle<THit, Hit>
    where TRecord : struct, IHandle<TRecord, SearchRecord>
{
    private const int MostTokens = 8;

    private readonly Trend _trend = new(index.RestaurantCount);

    public int Search(ReadOnlySpan<char> query, int user, Span<byte> answer)
    {
        SearchRequest<TToken, THit> request = TRequests.Rent();
        try
        {
            request.User = (int)((uint)user % (uint)recent.Users);
            request.Length = TextFolding.Fold(query, request.Text);
            AddTokens(request);
            AddHits(request);
            ScoreHits(request);

            Span<TopHit> slots = stackalloc TopHit[TopHits.Most];
            TopHits top = new(slots);
            OfferAll(CollectionsMarshal.AsSpan(request.Hits), ref top);

            Remember(request, top.Hits);
            _trend.Add(top.Hits);
            return answers.Write(answer, request.Query, request.Hits.Count, top.Hits);
        }
        finally
        {
            THit.Return(CollectionsMarshal.AsSpan(request.Hits));
            TToken.Return(CollectionsMarshal.AsSpan(request.Tokens));
            TRequests.Return(request);
        }
    }

    public int Recent(int user, Span<byte> answer)
    {
        Span<SearchRecord> records = stackalloc SearchRecord[RecentSearches<TRecord>.PerUser];
        recent.CopyTo((int)((uint)user % (uint)recent.Users), records);
        return answers.Write(answer, records);
    }

    private void AddTokens(SearchRequest<TToken, THit> request)
    {
        ReadOnlySpan<char> text = request.Query;
        foreach (Range range in text.Split(' '))
        {
            (int start, int length) = range.GetOffsetAndLength(text.Length);
            if (length == 0 || request.Tokens.Count == MostTokens)
                continue;
            TToken handle = TToken.Rent();
            request.Tokens.Add(handle);
            ref Token token = ref handle.Value;
            token.Start = start;
            token.Length = length;
            token.Terms = index.Find(text.Slice(start, length));
            token.Restaurants = index.CountOf(token.Terms);
            token.IsWholeWord = index.IsExact(token.Terms, text.Slice(start, length));
        }
    }

    private void AddHits(SearchRequest<TToken, THit> request)
    {
        Span<Token> tokens = stackalloc Token[MostTokens];
        tokens = tokens[..request.Tokens.Count];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = request.Tokens[i].Value;

        Span<int> candidates = stackalloc int[CandidateFinder.Most];
        candidates = candidates[..CandidateFinder.Find(index, tokens, candidates)];

        CollectionsMarshal.SetCount(request.Hits, candidates.Length);
        Span<THit> hits = CollectionsMarshal.AsSpan(request.Hits);
        THit.Rent(hits);
        Describe(hits, candidates, tokens);
    }

    // The loops over the hits stand in methods of their own, without stackalloc. One that has both is compiled but once, before it
    // first runs: too early for what a variant keeps in static fields to be known, which tier 1 makes constants of.
    private void Describe(ReadOnlySpan<THit> hits, ReadOnlySpan<int> candidates, ReadOnlySpan<Token> tokens)
    {
        for (int i = 0; i < hits.Length; i++)
        {
            ref Hit hit = ref hits[i].Value;
            ref readonly IndexEntry entry = ref index[candidates[i]];
            hit.Restaurant = candidates[i];
            hit.Popularity = entry.Popularity;
            hit.LeadingWords = tokens[0].Terms.Contains(entry.Terms[0]) ? 1 : 0;
            hit.WholeWords = CountWholeWords(entry.Terms, tokens);
        }
    }

    private static int CountWholeWords(ReadOnlySpan<int> terms, ReadOnlySpan<Token> tokens)
    {
        int count = 0;
        foreach (ref readonly Token token in tokens)
        {
            if (token.IsWholeWord && terms.Contains(token.Terms.First))
                count++;
        }
        return count;
    }

    private void ScoreHits(SearchRequest<TToken, THit> request)
    {
        Span<int> lately = stackalloc int[RecentSearches<TRecord>.PerUser];
        recent.CopyRestaurants(request.User, lately);
        Score(CollectionsMarshal.AsSpan(request.Hits), lately, _trend.Latest);
    }

    private static void Score(ReadOnlySpan<THit> hits, ReadOnlySpan<int> lately, ReadOnlySpan<int> trend)
    {
        foreach (THit handle in hits)
        {
            ref Hit hit = ref handle.Value;
            hit.TimesRecent = lately.Count(hit.Restaurant);
            hit.Trend = trend[hit.Restaurant];
            hit.Score = Ranking.Score(in hit);
        }
    }

    private static void OfferAll(ReadOnlySpan<THit> hits, ref TopHits top)
    {
        foreach (THit handle in hits)
        {
            ref readonly Hit hit = ref handle.Value;
            top.Offer(hit.Restaurant, hit.Score);
        }
    }

    private void Remember(SearchRequest<TToken, THit> request, ReadOnlySpan<TopHit> top)
    {
        Span<SearchRecord> records = stackalloc SearchRecord[RecentSearches<TRecord>.MostAtOnce];
        records = records[..Math.Min(records.Length, top.Length)];
        QueryText text = QueryText.From(request.Query);
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = new SearchRecord
            {
                Milliseconds = Environment.TickCount64,
                Query = text,
                User = request.User,
                Restaurant = top[i].Restaurant,
                Position = i,
                Score = top[i].Score,
            };
        }
        recent.Replace(request.User, records);
    }
}
