using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;

namespace Slabwise.Benchmarks.Running;

/// <summary>
/// Runs the workloads of one family over many allocators. All children live side by side, and each round lets every one
/// of them run once, alone, in an order drawn anew, so that slow moments of the machine fall on all of them alike. Scenes have acts
/// in the place of rounds.
/// </summary>
internal sealed class Comparison(Pace pace, string? cProgram, TextWriter problems)
{
    // Fixed, so that a run can be repeated; the order only has to differ from round to round.
    private readonly Random _order = new(20260101);

    public bool AnyFailed { get; private set; }

    public IReadOnlyList<WorkloadResult> Run(IReadOnlyList<(Workload Workload, Allocator Allocator)> entries)
    {
        Measurement[] measurements = [.. entries.Chunk(pace.Together(entries[0].Workload)).SelectMany(RunTogether)];
        return
        [
            .. entries.Select(e => e.Workload).Distinct()
                .Select(w => new WorkloadResult(w, [.. measurements.Where(m => m.Workload == w)])),
        ];
    }

    private List<Measurement> RunTogether(IReadOnlyList<(Workload Workload, Allocator Allocator)> entries)
    {
        var children = new List<BenchChild>();
        try
        {
            foreach ((Workload workload, Allocator allocator) in entries)
                children.Add(BenchChild.Start(pace.Adapted(allocator, workload), workload, cProgram));
            var lanes = new List<Lane>();
            foreach (BenchChild child in children) Try(child, () => child.WaitUntilReady());
            foreach (BenchChild child in children)
                Try(child, () => lanes.Add(new Lane(child, pace.Operations(child))));

            if (entries[0].Workload.Acts is { Count: > 0 } acts) Play(acts, lanes);
            else Measure(lanes, entries.Max(e => pace.RoundsOf(e.Workload)));

            var measurements = new List<Measurement>();
            foreach (Lane lane in lanes) Try(lane.Child, () => measurements.Add(lane.Result()));
            return measurements;
        }
        finally
        {
            foreach (BenchChild child in children) child.Dispose();
        }
    }

    private void Measure(List<Lane> lanes, int rounds)
    {
        for (int round = 0; round < rounds; round++) InTurn(lanes, lane => lane.Measure());
    }

    // A child goes on to its next rest before another one's turn, so that no more of them hold all their memory than have to. A rest begins
    // with the end of the child's own act: while one waits, the others' rests pass too, and all last equally long.
    private void Play(IReadOnlyList<Act> acts, List<Lane> lanes)
    {
        for (int next = 0; next < acts.Count; next++)
        {
            int first = next;
            while (next < acts.Count - 1 && acts[next].RestInDecays == 0) next++;
            Act[] part = [.. acts.Take(first..(next + 1))];
            Lane[] order = InTurn(lanes, lane => lane.Play(part));
            foreach (Lane lane in order) Try(lane.Child, () => lane.ReadAfter(part[^1], pace.Rest(part[^1])));
        }
    }

    /// <summary>One step of every lane, in an order drawn anew; those that fail leave.</summary>
    private Lane[] InTurn(List<Lane> lanes, Action<Lane> step)
    {
        Lane[] order = [.. lanes];
        _order.Shuffle(order);
        foreach (Lane lane in order)
        {
            if (!Try(lane.Child, () => step(lane))) lanes.Remove(lane);
        }
        return order;
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
}
