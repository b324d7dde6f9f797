namespace RestaurantSearch.Search;

/// <summary>The size of the store of recent searches.</summary>
internal static class StoreSize
{
    public const int RecordsPerUser = 12;

    public const int DefaultRecords = 3_000_000;
}
