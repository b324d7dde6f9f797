namespace RestaurantSearch.Search;

/// <summary>
/// How often every restaurant was shown lately. Searches read a snapshot that never changes; after some thousands of them
/// a new one takes its place. Counting searches, not seconds, keeps the answers the same on machines of any speed.
/// </summary>
internal sealed class Trend(int restaurants)
{
    private const int SearchesPerSnapshot = 2048;

    private readonly int[] _shown = new int[restaurants];
    private readonly Lock _publishing = new();
    private volatile int[] _latest = new int[restaurants];
    private int _searches;

    public ReadOnlySpan<int> Latest => _latest;

    public void Add(ReadOnlySpan<TopHit> shown)
    {
        foreach (TopHit hit in shown)
            Interlocked.Increment(ref _shown[hit.Restaurant]);
        if (Interlocked.Increment(ref _searches) % SearchesPerSnapshot == 0)
            Publish();
    }

    /// <summary>Half of what was known counts on, so that yesterday's favourites fade.</summary>
    private void Publish()
    {
        lock (_publishing)
        {
            int[] before = _latest;
            int[] next = GC.AllocateUninitializedArray<int>(before.Length);
            for (int i = 0; i < next.Length; i++)
            {
                int shown = Volatile.Read(ref _shown[i]);
                if (shown != 0)
                    Interlocked.Add(ref _shown[i], -shown);
                next[i] = before[i] / 2 + shown;
            }
            _latest = next;
        }
    }
}
