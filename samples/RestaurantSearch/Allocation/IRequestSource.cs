using RestaurantSearch.Records;

namespace RestaurantSearch.Allocation;

/// <summary>How a variant gets and gives back the request object.</summary>
internal interface IRequestSource<TToken, THit>
{
    static abstract SearchRequest<TToken, THit> Rent();

    static abstract void Return(SearchRequest<TToken, THit> request);
}
