using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Running;

/// <summary>
/// Runs the workloads of one family over many allocators. All children live side by side, and each round lets every one
/// of them run once, alone, in an order drawn anew, so that slow moments of the machine fall on all of them alike.
/// </summary>
internal sealed class Comparison(Pace pace, string? cProgram, TextWriter problems)
{
    // Fixed, so that a run can be repeated; the order only has to differ from round to round.
    private readonly Random _order = new(20260101);

    public bool AnyFailed { get; private set; }

    public IReadOnlyList<WorkloadResult> Run(IReadOnlyList<(Workload Workload, Allocator Allocator)> entries)
    {
        var children = new List<BenchChild>();
        try
        {
            foreach ((Workload workload, Allocator allocator) in entries) children.Add(BenchChild.Start(allocator, workload, cProgram));
            var lanes = new List<Lane>();
            foreach (BenchChild child in children) Try(child, () => child.WaitUntilReady());
            foreach (BenchChild child in children)
                Try(child, () => lanes.Add(new Lane(child, pace.Operations(child))));

            int rounds = entries.Max(e => pace.RoundsOf(e.Workload));
            for (int round = 0; round < rounds; round++)
            {
                Lane[] order = [.. lanes];
                _order.Shuffle(order);
                foreach (Lane lane in order)
                {
                    if (!Try(lane.Child, lane.Measure)) lanes.Remove(lane);
                }
            }

            var measurements = new List<Measurement>();
            foreach (Lane lane in lanes) Try(lane.Child, () => measurements.Add(lane.Result()));
            return
            [
                .. entries.Select(e => e.Workload).Distinct()
                    .Select(w => new WorkloadResult(w, [.. measurements.Where(m => m.Workload == w)])),
            ];
        }
        finally
        {
            foreach (BenchChild child in children) child.Dispose();
        }
    }

    private bool Try(BenchChild child, Action step)
    {
        if (child.HasFailed) return false;
        try
        {
            step();
            return true;
        }
        catch (BenchChildException failure)
        {
            problems.WriteLine(failure.Message);
            child.HasFailed = AnyFailed = true;
            return false;
        }
    }

    private sealed class Lane(BenchChild child, long operations)
    {
        private readonly List<double> _samples = [];
        private ResidentSize _afterFirst;

        public BenchChild Child { get; } = child;

        public void Measure()
        {
            Benchmarks.Child.Lap lap = Child.Round(operations);
            _samples.Add(Child.Workload.NanosecondsPerOperation(lap.Nanoseconds, lap.Operations, Environment.ProcessorCount));
            if (_samples.Count == 1) _afterFirst = Child.ResidentSize();
        }

        public Measurement Result()
        {
            // Before the figures: to take them, a child may return and collect what the last round left.
            ResidentSize size = Child.ResidentSize();
            return new Measurement(Child.Workload, Child.Allocator, _samples, size.PeakMiB, size.NowMiB)
            {
                RssFirstMiB = _afterFirst.NowMiB,
                Figures = Child.Figures(),
            };
        }
    }
}
