using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Running;

/// <summary>
/// Runs one workload over many allocators. All children live side by side, and each round lets every one of them run
/// once, alone, in an order drawn anew, so that slow moments of the machine fall on all of them alike.
/// </summary>
internal sealed class Comparison(Pace pace, string? cProgram, TextWriter problems)
{
    // Fixed, so that a run can be repeated; the order only has to differ from round to round.
    private readonly Random _order = new(20260101);

    public bool AnyFailed { get; private set; }

    public WorkloadResult Run(Workload workload, IEnumerable<Allocator> allocators)
    {
        var children = new List<BenchChild>();
        try
        {
            foreach (Allocator allocator in allocators) children.Add(BenchChild.Start(allocator, workload, cProgram));
            var lanes = new List<Lane>();
            foreach (BenchChild child in children) Try(child, () => child.WaitUntilReady());
            foreach (BenchChild child in children)
                Try(child, () => lanes.Add(new Lane(child, pace.Operations(child), [])));

            int rounds = pace.RoundsOf(workload);
            for (int round = 0; round < rounds; round++)
            {
                Lane[] order = [.. lanes];
                _order.Shuffle(order);
                foreach (Lane lane in order)
                {
                    if (!Try(lane.Child, lane.Measure)) lanes.Remove(lane);
                }
            }
            return new WorkloadResult(workload, [.. lanes.Select(l => l.Result())]);
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

    private sealed record Lane(BenchChild Child, long Operations, List<double> Samples)
    {
        public void Measure()
        {
            Benchmarks.Child.Lap lap = Child.Round(Operations);
            Samples.Add(Child.Workload.NanosecondsPerOperation(lap.Nanoseconds, lap.Operations, Environment.ProcessorCount));
        }

        public Measurement Result()
        {
            ResidentSize size = Child.ResidentSize();
            return new Measurement(Child.Workload, Child.Allocator, Samples, size.PeakMiB, size.NowMiB);
        }
    }
}
