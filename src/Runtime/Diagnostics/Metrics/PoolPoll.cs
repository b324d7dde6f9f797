using System.Diagnostics.Metrics;

namespace Slabwise.Diagnostics.Metrics;

/// <summary>One look at all pools for all instruments of one collection.</summary>
/// <remarks>A dozen instruments are read one after the other; a look each would cost a dozen times as much, and their sums would not agree. So what
/// was read within the last tenth of a second is read again. Arrays and tags are kept: a collection allocates what the metrics API asks for, the
/// results' enumerator and nothing a pool.</remarks>
internal sealed class PoolPoll
{
    private const long FreshMilliseconds = 100;

    private readonly Lock _gate = new();
    private PoolStatistics[] _pools = new PoolStatistics[16];
    private Tags[] _tags = [];
    private int _count;
    private MemoryTotals _totals;
    private long _readAt = -FreshMilliseconds;

    /// <summary>All pools together.</summary>
    public MemoryTotals Totals
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return _totals;
            }
        }
    }

    /// <summary>One figure of each pool, with the pool's name and type as tags.</summary>
    public Measurement<long>[] Read(Func<PoolStatistics, long> value)
    {
        lock (_gate)
        {
            Refresh();
            var measurements = new Measurement<long>[_count];
            for (int i = 0; i < _count; i++) measurements[i] = new Measurement<long>(value(_pools[i]), _tags[i].Pairs);
            return measurements;
        }
    }

    private void Refresh()
    {
        long now = Environment.TickCount64;
        if (now - _readAt < FreshMilliseconds) return;
        while ((_count = SlabwiseStatistics.CopyPools(_pools)) > _pools.Length) Array.Resize(ref _pools, _count + 8);
        _totals = SlabwiseStatistics.GetTotals();
        _readAt = now;
        if (_tags.Length < _pools.Length) Array.Resize(ref _tags, _pools.Length);
        for (int i = 0; i < _count; i++)
        {
            if (!_tags[i].AreOf(_pools[i])) _tags[i] = new Tags(_pools[i]);
        }
    }

    private readonly struct Tags(in PoolStatistics pool)
    {
        private readonly string _name = pool.Name;
        private readonly PoolType _type = pool.Type;

        public KeyValuePair<string, object?>[] Pairs { get; } =
        [
            new("slabwise.memory_pool.owner", pool.Name),
            new("slabwise.memory_pool.type", NameOf(pool.Type)),
        ];

        public bool AreOf(in PoolStatistics pool) => _type == pool.Type && ReferenceEquals(_name, pool.Name);

        private static string NameOf(PoolType type) => type switch
        {
            PoolType.Struct => "struct",
            PoolType.Class => "class",
            PoolType.SizeClass => "size_class",
            _ => "large",
        };
    }
}
