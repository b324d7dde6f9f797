namespace Slabwise.Pages;

/// <summary>How many idle pages one source may still hold: what became idle is let go of along a smootherstep curve over the decay time.</summary>
/// <remarks>
/// <para>Time is cut into epochs of a 32nd of the decay time. <c>Limit == sum over ages a of backlog[a] * h(1 - a / 32)</c>, with
/// <c>h(x) == 6x^5 - 15x^4 + 10x^3</c> in 24-bit fixed point and <c>backlog[a]</c> the pages that became idle a epochs ago and were not used
/// since. So of n pages that become idle at once all are held at first, half of them after half of the decay time, none after all of it.
/// The curve is that of jemalloc (Evans, "decay-based purging", 2016); its 200 epochs would cost 1,600 bytes a pool.</para>
/// <para>An epoch's end is put off by up to one epoch at random, so that neither processes nor pools purge in step; ages count time,
/// so the curve stays where it is. Not thread-safe: one caller at a time.</para>
/// </remarks>
internal unsafe struct Decay
{
    public const int Epochs = 32;

    private const int FractionBits = 24;

    private static readonly uint* s_held = MakeCurve();

    private fixed uint _backlog[Epochs];
    private long _epoch, _due, _held;
    private uint _random;
    private int _decayMs;

    /// <summary>Says how many pages may stay; called now and then, with what is idle at that moment.</summary>
    /// <param name="now">Milliseconds on a clock that never goes back.</param>
    /// <param name="decayMs">The decay time; 0 holds nothing, a negative one holds everything.</param>
    /// <param name="idle">Pages that are idle now.</param>
    /// <returns>The limit; <paramref name="idle"/> itself before the epoch is over.</returns>
    public long Advance(long now, int decayMs, long idle)
    {
        if (decayMs <= 0) return decayMs < 0 ? idle : 0;
        int interval = IntervalOf(decayMs);
        if (_decayMs != decayMs) Restart(now, decayMs);
        if (now < _due) return idle;

        long epochs = (now - _epoch) / interval;
        _epoch += epochs * interval;
        _due = _epoch + interval + NextRandom() % (uint)interval;
        Age(epochs);
        _backlog[0] += (uint)Math.Clamp(idle - _held, 0, uint.MaxValue - _backlog[0]);
        _held = Math.Min(idle, Limit());
        return _held;
    }

    /// <summary>Whether the next <see cref="Advance"/> may say that something has to go; before that nobody need count what is idle.</summary>
    public readonly bool IsDue(long now, int decayMs) => _decayMs != decayMs || now >= _due;

    /// <summary>How long an epoch of a decay time is, in milliseconds.</summary>
    public static int IntervalOf(int decayMs) => Math.Max(1, decayMs / Epochs);

    /// <summary>The part of pages of an age that is held, in 24-bit fixed point.</summary>
    public static uint HeldOf(int age) => s_held[age];

    // What is idle now counts as new where there was another curve, or none, until now.
    private void Restart(long now, int decayMs)
    {
        this = default;
        _decayMs = decayMs;
        _random = (uint)now * 2_654_435_761 | 1;
        _epoch = _due = now;
    }

    private void Age(long epochs)
    {
        fixed (uint* backlog = _backlog)
        {
            int by = (int)Math.Min(epochs, Epochs);
            var ages = new Span<uint>(backlog, Epochs);
            ages[..(Epochs - by)].CopyTo(ages[by..]);
            ages[..by].Clear();
        }
    }

    private readonly long Limit()
    {
        ulong sum = 0;
        for (int age = 0; age < Epochs; age++) sum += (ulong)_backlog[age] * s_held[age];
        return (long)(sum >> FractionBits);
    }

    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        return _random ^= _random << 5;
    }

    private static uint* MakeCurve()
    {
        var held = (uint*)MetadataHeap.Alloc(Epochs * sizeof(uint));
        for (int age = 0; age < Epochs; age++)
        {
            double x = 1 - (double)age / Epochs;
            held[age] = (uint)Math.Round(x * x * x * (x * (x * 6 - 15) + 10) * (1 << FractionBits));
        }

        return held;
    }
}
