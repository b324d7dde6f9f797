using RestaurantSearch.Catalogue;
using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>Writes answers as JSON.</summary>
internal sealed class AnswerWriter(RestaurantCatalogue catalogue)
{
    private readonly Restaurant[] _restaurants = catalogue.Restaurants;
    private readonly Utf8Names _brands = new([.. catalogue.Brands.Select(b => b.Name)]);
    private readonly Utf8Names _kinds = new([.. catalogue.Brands.Select(b => b.Kind)]);
    private readonly Utf8Names _cities = new([.. catalogue.Cities.Select(c => c.Name)]);
    private readonly Utf8Names _countries = new([.. catalogue.Cities.Select(c => c.Country)]);

    /// <summary>The answer to a search. A folded query has nothing in it that JSON would escape.</summary>
    public int Write(Span<byte> destination, ReadOnlySpan<char> query, int matches, ReadOnlySpan<TopHit> hits)
    {
        Utf8Writer json = new(destination);
        json.Write("{\"query\":\""u8);
        json.Write(query);
        json.Write("\",\"matches\":"u8);
        json.Write(matches);
        json.Write(",\"hits\":["u8);
        for (int i = 0; i < hits.Length; i++)
        {
            json.Write(i == 0 ? "{"u8 : ",{"u8);
            WriteRestaurant(ref json, hits[i].Restaurant);
            json.Write(",\"score\":"u8);
            json.Write(hits[i].Score);
            json.Write("}"u8);
        }
        json.Write("]}"u8);
        return json.Length;
    }

    /// <summary>The answer to "what did I see lately?".</summary>
    public int Write(Span<byte> destination, ReadOnlySpan<SearchRecord> records)
    {
        Utf8Writer json = new(destination);
        json.Write("{\"recent\":["u8);
        for (int i = 0; i < records.Length; i++)
        {
            json.Write(i == 0 ? "{\"query\":\""u8 : ",{\"query\":\""u8);
            json.Write(in records[i].Query);
            json.Write("\",\"position\":"u8);
            json.Write(records[i].Position);
            json.Write(","u8);
            WriteRestaurant(ref json, records[i].Restaurant);
            json.Write("}"u8);
        }
        json.Write("]}"u8);
        return json.Length;
    }

    private void WriteRestaurant(ref Utf8Writer json, int number)
    {
        Restaurant restaurant = _restaurants[number];
        json.Write("\"name\":\""u8);
        json.Write(_brands[restaurant.Brand]);
        json.Write("\",\"kind\":\""u8);
        json.Write(_kinds[restaurant.Brand]);
        json.Write("\",\"city\":\""u8);
        json.Write(_cities[restaurant.City]);
        json.Write("\",\"country\":\""u8);
        json.Write(_countries[restaurant.City]);
        json.Write("\""u8);
    }
}
