using RestaurantSearch.Allocation;
using RestaurantSearch.Catalogue;
using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>Puts a service together: the catalogue, its index, and a store that is already full.</summary>
internal static class SearchServiceFactory
{
    public static ISearchService Create(string variant, int users)
    {
        RestaurantCatalogue catalogue = RestaurantCatalogue.Load();
        PrefixIndex index = PrefixIndexBuilder.Build(catalogue);
        return Create(variant, users, catalogue, index);
    }

    public static ISearchService Create(string variant, int users, RestaurantCatalogue catalogue, PrefixIndex index) => variant switch
    {
        Variants.Gc => Create<NewRequests, NewHandle<Token>, NewHandle<Hit>, NewHandle<SearchRecord>>(users, catalogue, index),
        Variants.ObjectPool => Create<ObjectPoolRequests, PooledNodeHandle<Token>, PooledNodeHandle<Hit>,
            PooledNodeHandle<SearchRecord>>(users, catalogue, index),
        Variants.Slabwise => Create<SlabRequests, SlabHandle<Token>, SlabHandle<Hit>, SlabHandle<SearchRecord>>(users, catalogue, index),
        _ => throw new ArgumentException($"There is no variant '{variant}'.", nameof(variant)),
    };

    private static SearchService<TRequests, TToken, THit, TRecord> Create<TRequests, TToken, THit, TRecord>(
        int users, RestaurantCatalogue catalogue, PrefixIndex index)
        where TRequests : struct, IRequestSource<TToken, THit>
        where TToken : struct, IHandle<TToken, Token>
        where THit : struct, IHandle<THit, Hit>
        where TRecord : struct, IHandle<TRecord, SearchRecord>
    {
        QueryText[] brands = [.. catalogue.Brands.Select(b => QueryText.From(TextFolding.Fold(b.Name)))];
        RecentSearches<TRecord> recent = new(users, (user, position) => PastSearch(catalogue, brands, user, position));
        return new(index, new AnswerWriter(catalogue), recent);
    }

    private static SearchRecord PastSearch(RestaurantCatalogue catalogue, QueryText[] brands, int user, int position)
    {
        ulong random = Mixer.Mix((ulong)user << 8 | (uint)position);
        int restaurant = (int)(random % (ulong)catalogue.Restaurants.Length);
        return new SearchRecord
        {
            Milliseconds = -(long)(random >> 40),
            Query = brands[catalogue.Restaurants[restaurant].Brand],
            User = user,
            Restaurant = restaurant,
            Position = position % FewOf<int>.Length,
            Score = catalogue.Restaurants[restaurant].Popularity,
        };
    }
}
