using System.Globalization;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Commands;

/// <summary>A scene in a drill: its acts once, with resident memory after each.</summary>
internal static class SceneDrill
{
    public static Measurement Run(BenchChild child, Pace pace)
    {
        Console.WriteLine($"{child.Workload.Name}, {child.Allocator.Name}: {child.Workload.Acts.Count} acts");
        var lane = new Lane(child, pace.Operations(child));
        foreach (Act act in child.Workload.Acts)
        {
            lane.Play([act]);
            lane.ReadAfter(act, pace.Rest(act));
        }
        Measurement measurement = lane.Result();
        foreach ((string name, double value) in measurement.Figures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-16} {value,10:0.0##}"));
        return measurement;
    }
}
