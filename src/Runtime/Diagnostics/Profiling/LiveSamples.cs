using Slabwise.Caches;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>Samples that may be alive still. They lie in one array, so that one comes and goes without an object of the GC heap, on which such a service may allocate
/// nothing else.</summary>
/// <remarks>Not thread-safe. <c>0 &lt;= Count &lt;= _used &lt;= _samples.Length</c>; the places below <c>_used</c> that hold no sample are <c>_used - Count</c> and make the list that
/// begins at <c>_free</c>. A sample's number is its place and a turn that no other one had, so an old number finds nothing.</remarks>
internal sealed unsafe class LiveSamples
{
    private const int None = -1, FirstPlaces = 256;

    // By pool, for a sweep: the first of its samples.
    private readonly Dictionary<nint, int> _first = [];

    private LiveSample[] _samples = new LiveSample[FirstPlaces];
    private int _used, _free = None;
    private uint _turn;

    public int Count { get; private set; }

    /// <summary>How many there were at most, which is what a sweep goes through.</summary>
    public int Places => _used;

    /// <summary>Adds a sample; gives its number, which is not 0.</summary>
    /// <param name="site">Who rented.</param>
    /// <param name="bytes">The bytes of what was rented.</param>
    /// <param name="weight">How many rents it stands for.</param>
    /// <param name="core">The pool whose generations tell of its end; null where <see cref="Remove"/> does.</param>
    /// <param name="generation">The generation while it is rented.</param>
    /// <param name="generations">Where its generation stands now.</param>
    public long Add(ProfileSite site, long bytes, double weight, PoolCore* core, uint generation, uint* generations)
    {
        int place = TakePlace();
        if (++_turn == 0) _turn = 1;
        _samples[place] = new LiveSample { Site = site, Bytes = bytes, Weight = weight, Core = core, Generation = generation, Generations = generations, Turn = _turn };
        Count++;
        return (long)_turn << 32 | (uint)place;
    }

    /// <summary>Ends a sample; does nothing where its number is an old one.</summary>
    public void Remove(long number)
    {
        int place = (int)number;
        if (number != 0 && place < _used && _samples[place].Turn == (uint)(number >> 32)) GiveBack(place);
    }

    /// <summary>Ends those whose generation has moved on, or whose pool has closed and took its generations along: only those of open pools may be read, which
    /// stay open while they are visited.</summary>
    public void Sweep()
    {
        _first.Clear();
        for (int place = 0; place < _used; place++)
        {
            ref LiveSample sample = ref _samples[place];
            sample.IsAlive = sample.Core is null;
            if (sample.IsAlive) continue;
            sample.Next = _first.GetValueOrDefault((nint)sample.Core, None);
            _first[(nint)sample.Core] = place;
        }

        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core))
        {
            for (int place = _first.GetValueOrDefault((nint)core, None); place != None; place = _samples[place].Next)
            {
                ref LiveSample sample = ref _samples[place];
                sample.IsAlive = Volatile.Read(ref *sample.Generations) == sample.Generation;
            }
        }

        for (int place = 0; place < _used; place++)
        {
            if (_samples[place].Site is not null && !_samples[place].IsAlive) GiveBack(place);
        }
    }

    /// <summary>Adds each sample to what is alive of its site.</summary>
    public void AddToSites()
    {
        for (int place = 0; place < _used; place++)
        {
            ref LiveSample sample = ref _samples[place];
            sample.Site?.AddLive(sample.Bytes, sample.Weight);
        }
    }

    /// <summary>Ends all of them.</summary>
    public void Clear()
    {
        _samples = new LiveSample[FirstPlaces];
        Count = _used = 0;
        _free = None;
    }

    private int TakePlace()
    {
        int place = _free;
        if (place != None)
        {
            _free = _samples[place].Next;
            return place;
        }

        if (_used == _samples.Length) Array.Resize(ref _samples, 2 * _used);
        return _used++;
    }

    private void GiveBack(int place)
    {
        _samples[place] = new LiveSample { Next = _free };
        _free = place;
        Count--;
    }

    private struct LiveSample
    {
        public ProfileSite? Site;
        public long Bytes;
        public double Weight;
        public PoolCore* Core;
        public uint* Generations;
        public uint Generation, Turn;

        /// <summary>Of a free place the next one; in a sweep the next sample of the same pool.</summary>
        public int Next;

        public bool IsAlive;
    }
}
