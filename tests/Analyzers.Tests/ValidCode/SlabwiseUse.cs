using Demo;
using Slabwise;

namespace Valid;

public sealed class Book : IDisposable
{
    private readonly Dictionary<long, Pooled<Quote>> _quotes = [];
    private Pooled<Quote> _last;

    public void Add(long id, double bid)
    {
        Pooled<Quote> quote = Quote.Rent();
        quote.Value.Id = id;
        quote.Value.Bid = bid;
        if (_quotes.Remove(id, out Pooled<Quote> old)) Quote.Return(old);
        _quotes.Add(id, quote);
    }

    public bool Remove(long id)
    {
        if (!_quotes.TryGetValue(id, out Pooled<Quote> quote)) return false;
        Quote.Return(quote);
        _quotes.Remove(id);
        return true;
    }

    public double Best()
    {
        double best = double.MinValue;
        foreach ((_, Pooled<Quote> quote) in _quotes) best = Math.Max(best, quote.Value.Bid);
        return best;
    }

    public async Task<double> LaterAsync(long id)
    {
        Pooled<Quote> quote = Quote.Rent();
        try
        {
            await Task.Yield();
            quote.Value.Id = id;
            return quote.Value.Bid;
        }
        finally
        {
            Quote.Return(quote);
        }
    }

    public bool TryOnce(long id)
    {
        if (!Quote.TryRent(out Pooled<Quote> quote)) return false;
        using (quote)
        {
            quote.Value.Id = id;
            return quote.IsAlive;
        }
    }

    public void Replace()
    {
        Pooled<Quote> next = Quote.Rent();
        if (!_last.IsDefault) Quote.Return(_last);
        _last = next;
    }

    public int Search(string text)
    {
        using ObjectLease<SearchRequest> lease = SearchRequest.Lease();
        SearchRequest request = lease.Value;
        foreach (char c in text) request.Hits.Add(c);
        return request.Hits.Count;
    }

    public void Dispose()
    {
        foreach (Pooled<Quote> quote in _quotes.Values) quote.Dispose();
        _quotes.Clear();
        if (_last.IsAlive) _last.Dispose();
    }
}
