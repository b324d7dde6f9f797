using System.Diagnostics;

namespace Slabwise.Benchmarks.Child;

/// <summary>Threads that live as long as the process; a run lasts from the first start to the last end among them.</summary>
internal sealed class Crew
{
    private readonly Barrier _start, _end;
    private readonly long[] _begun, _ended;
    private Action<int>? _work;
    private bool _started;

    public Crew(int members)
    {
        _start = new Barrier(members + 1);
        _end = new Barrier(members + 1);
        _begun = new long[members];
        _ended = new long[members];
    }

    /// <summary>Lets every member do its part, and returns the nanoseconds that passed.</summary>
    public long Run(Action<int> work)
    {
        if (!_started) Start();
        _work = work;
        _start.SignalAndWait();
        _end.SignalAndWait();
        return Clock.Nanoseconds(_ended.Max() - _begun.Min());
    }

    private void Start()
    {
        _started = true;
        for (int i = 0; i < _begun.Length; i++)
        {
            int member = i;
            new Thread(() => Serve(member)) { IsBackground = true, Name = $"crew {member}" }.Start();
        }
    }

    private void Serve(int member)
    {
        while (true)
        {
            _start.SignalAndWait();
            _begun[member] = Stopwatch.GetTimestamp();
            _work!(member);
            _ended[member] = Stopwatch.GetTimestamp();
            _end.SignalAndWait();
        }
    }
}
