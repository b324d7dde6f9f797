using System.Diagnostics;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Running;

/// <summary>One child's part in a comparison: its orders, and what was seen of it.</summary>
internal sealed class Lane(BenchChild child, long operations)
{
    private readonly List<double> _samples = [];
    private readonly Dictionary<string, double> _readings = [];
    private ResidentSize _afterFirst;
    private Benchmarks.Child.Lap _acts;
    private long _restsSince;

    public BenchChild Child { get; } = child;

    public void Measure()
    {
        Sample(Child.Round(operations));
        if (_samples.Count == 1) _afterFirst = Child.ResidentSize();
    }

    /// <summary>Plays acts up to the last one's rest, which begins now.</summary>
    public void Play(IReadOnlyList<Act> acts)
    {
        for (int act = 0; act < acts.Count; act++)
        {
            if (act > 0) ReadAfter(acts[act - 1], TimeSpan.Zero);
            Benchmarks.Child.Lap lap = Child.Round(operations);
            _acts = new(_acts.Nanoseconds + lap.Nanoseconds, _acts.Operations + lap.Operations);
        }
        _restsSince = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits for the end of the rest, which went on while others played, and reads resident memory.</summary>
    public void ReadAfter(Act act, TimeSpan rest)
    {
        TimeSpan left = rest == TimeSpan.Zero ? rest : rest - Stopwatch.GetElapsedTime(_restsSince);
        if (left > TimeSpan.Zero) Thread.Sleep(left);
        _readings[act.Figure] = Child.ResidentSize().NowMiB;
    }

    public Measurement Result()
    {
        // Before the figures: to take them, a child may return and collect what the last round left.
        ResidentSize size = Child.ResidentSize();
        if (Child.Workload.Acts.Count > 0) Sample(_acts);
        return new Measurement(Child.Workload, Child.Allocator, _samples, size.PeakMiB, size.NowMiB)
        {
            RssFirstMiB = _afterFirst.NowMiB,
            Figures = new Dictionary<string, double>([.. Derived(), .. Child.Figures()]),
        };
    }

    private IReadOnlyDictionary<string, double> Derived()
    {
        if (Child.Workload.Acts.Count > 0) return SceneFigures.Of(_readings, operations / 1024.0);
        return Child.Workload.Sweep.Count > 0 ? SweepFigures.Of(Child.Workload.Sweep, _samples) : new Dictionary<string, double>();
    }

    private void Sample(Benchmarks.Child.Lap lap) =>
        _samples.Add(Child.Workload.NanosecondsPerOperation(lap.Nanoseconds, lap.Operations, Environment.ProcessorCount));
}
