namespace Slabwise.AspNetCore.Reports;

/// <summary>The snapshots that requests share: the latest, and a few older ones for the doctor. Taken when somebody asks, one at a time.</summary>
/// <remarks>However many ask, there is one capture in <see cref="Freshness"/>, and at most <see cref="MostKept"/> snapshots are held.</remarks>
internal sealed class SnapshotHistory
{
    /// <summary>How long a snapshot is good enough for the next caller.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time that a diagnosis looks back.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(60);

    public const int MostKept = 13;

    private static readonly TimeSpan s_spacing = LongestWindow / (MostKept - 1);

    private readonly Lock _gate = new();
    private readonly LinkedList<SlabwiseStatistics> _kept = [];
    private SlabwiseStatistics? _latest;

    /// <summary>A snapshot that is no older than <see cref="Freshness"/>.</summary>
    public SlabwiseStatistics Latest()
    {
        lock (_gate)
        {
            if (_latest is not null && Now - _latest.Clock < Freshness) return _latest;
            _latest = SlabwiseStatistics.Capture();
            if (_kept.Count == 0 || _latest.Clock - _kept.Last!.Value.Clock >= s_spacing) _kept.AddLast(_latest);
            while (_kept.Count > MostKept || _latest.Clock - _kept.First!.Value.Clock > LongestWindow + s_spacing) _kept.RemoveFirst();
            return _latest;
        }
    }

    /// <summary>The snapshot to compare with: the oldest kept, or the youngest that is old enough; null where none is.</summary>
    /// <param name="than">What it is compared with.</param>
    /// <param name="age">How much older it must be; zero for the oldest.</param>
    public SlabwiseStatistics? Before(SlabwiseStatistics than, TimeSpan age)
    {
        lock (_gate)
        {
            IEnumerable<SlabwiseStatistics> older = _kept.Where(kept => than.Clock - kept.Clock >= (age > TimeSpan.Zero ? age : TimeSpan.FromSeconds(1)));
            return age > TimeSpan.Zero ? older.LastOrDefault() : older.FirstOrDefault();
        }
    }

    private static TimeSpan Now => System.Diagnostics.Stopwatch.GetElapsedTime(0);
}
