using RestaurantSearch.Allocation;
using RestaurantSearch.Records;

namespace RestaurantSearch.Search;

/// <summary>
/// The last searches of every user, oldest replaced first: the millions of small records that live as long as the service.
/// </summary>
internal sealed class RecentSearches<TRecord>
    where TRecord : struct, IHandle<TRecord, SearchRecord>
{
    public const int PerUser = StoreSize.RecordsPerUser;

    /// <summary>The most records that one search replaces.</summary>
    public const int MostAtOnce = FewOf<TRecord>.Length;

    private const int LockCount = 256;

    private readonly TRecord[] _records;
    private readonly byte[] _oldest;
    private readonly Lock[] _locks;

    /// <summary>Fills the store, as if the service had been running for long.</summary>
    public RecentSearches(int users, Func<int, int, SearchRecord> past)
    {
        _records = new TRecord[users * PerUser];
        _oldest = new byte[users];
        _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new Lock())];
        for (int user = 0; user < users; user++)
        {
            Span<TRecord> records = RecordsOf(user);
            TRecord.Rent(records);
            for (int i = 0; i < records.Length; i++)
                records[i].Value = past(user, i);
        }
    }

    public int Users => _oldest.Length;

    /// <summary>The restaurants that were shown to a user lately.</summary>
    public void CopyRestaurants(int user, Span<int> destination)
    {
        lock (LockOf(user))
        {
            ReadOnlySpan<TRecord> records = RecordsOf(user);
            for (int i = 0; i < records.Length; i++)
                destination[i] = records[i].Value.Restaurant;
        }
    }

    /// <summary>A user's records, the newest first.</summary>
    public void CopyTo(int user, Span<SearchRecord> destination)
    {
        lock (LockOf(user))
        {
            ReadOnlySpan<TRecord> records = RecordsOf(user);
            int at = _oldest[user];
            for (int i = records.Length - 1; i >= 0; i--)
            {
                destination[i] = records[at].Value;
                at = (at + 1) % PerUser;
            }
        }
    }

    /// <summary>Puts new records in the place of a user's oldest ones.</summary>
    public void Replace(int user, ReadOnlySpan<SearchRecord> latest)
    {
        FewOf<TRecord> buffer = default;
        Span<TRecord> fresh = buffer[..latest.Length];
        TRecord.Rent(fresh);
        for (int i = 0; i < fresh.Length; i++)
            fresh[i].Value = latest[i];
        lock (LockOf(user))
        {
            Span<TRecord> records = RecordsOf(user);
            int at = _oldest[user];
            foreach (ref TRecord record in fresh)
            {
                (records[at], record) = (record, records[at]);
                at = (at + 1) % PerUser;
            }
            _oldest[user] = (byte)at;
        }
        TRecord.Return(fresh);
    }

    private Span<TRecord> RecordsOf(int user) => _records.AsSpan(user * PerUser, PerUser);

    private Lock LockOf(int user) => _locks[user % LockCount];
}
