using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Commands;

/// <summary><c>drill</c>: one allocator in one workload, alone and at length, to find out why it is as fast as it is.</summary>
internal static class DrillCommand
{
    private static readonly double[] Shares = [0, 0.1, 0.5, 0.9, 0.99, 1];

    public static Command Create()
    {
        var selection = new Selection(WorkloadCatalog.All);
        var json = new Option<FileInfo?>("--json") { Description = "Also write the row to this file" };
        var quick = new Option<bool>("--quick") { Description = "One second instead of five" };
        Option<int?> roundTime = Selection.Number("--round-ms", "Milliseconds per round", most: 10_000);
        var disasm = new Option<string?>("--disasm")
        {
            Description = "Methods whose machine code to print, as DOTNET_JitDisasm takes them: Units, MoveNext, RentAll, ReturnAll; the last listing of a method is its tier 1",
        };
        var command = new Command("drill",
            "Runs one workload on one allocator alone and prints the spread of its rounds, its memory and, for slabwise, its own statistics. "
            + "With --disasm it also prints the machine code that the JIT makes of the loop under test: DOTNET_JitDisasm is set in the child alone.")
        {
            json, quick, roundTime, disasm,
        };
        selection.AddTo(command);
        command.SetAction(parse => Run(
            Single(parse.GetValue(selection.Workloads), selection.ChosenWorkloads(parse), "--workload"),
            Single(parse.GetValue(selection.Allocators), selection.ChosenAllocators(parse), "--allocator"),
            parse.GetValue(disasm), parse.GetValue(roundTime), parse.GetValue(quick), parse.GetValue(json)));
        return command;
    }

    private static T Single<T>(string[]? named, IReadOnlyList<T> chosen, string option) =>
        named is { Length: > 0 } && chosen is [var single]
            ? single
            : throw new ArgumentException($"drill takes exactly one {option}.");

    private static int Run(Workload workload, Allocator chosen, string? disasm, int? roundMilliseconds, bool quick, FileInfo? json)
    {
        // A drill's rounds are as long as ever, there are only fewer of them; a scene has none, and is as short as in a quick suite.
        Pace pace = Pace.For(quick && workload.Acts.Count > 0, rounds: null, roundMilliseconds);
        using Listing? listing = disasm is null ? null : new Listing(disasm);
        Allocator allocator = pace.Adapted(listing?.Of(chosen) ?? chosen, workload);
        if (!allocator.Runs(workload)) throw new ArgumentException($"'{allocator.Name}' does not run '{workload.Name}'.");
        Contestants contestants = Contestants.Of([allocator], PeerLibrary.SearchPath);
        foreach (string problem in contestants.Problems) Console.Error.WriteLine(problem);
        if (contestants.Present.Count == 0) return 1;

        using BenchChild child = BenchChild.Start(allocator, workload, contestants.CProgram);
        try
        {
            child.WaitUntilReady();
            Measurement measurement = workload.Acts.Count > 0 ? SceneDrill.Run(child, pace) : Spread(child, pace, quick ? 1 : 5);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  resident {measurement.RssEndMiB:0.0} MiB, at most {measurement.RssPeakMiB:0.0} MiB"));
            Console.WriteLine(child.Statistics().TrimEnd());
            child.Dispose();
            listing?.WriteTo(Console.Out);
            if (json is not null) Write(json, measurement);
            return 0;
        }
        catch (BenchChildException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static Measurement Spread(BenchChild child, Pace pace, int seconds)
    {
        Workload workload = child.Workload;
        var samples = new List<double>();
        long operations = pace.Operations(child);
        long begun = Stopwatch.GetTimestamp();
        do
        {
            Child.Lap lap = child.Round(operations);
            samples.Add(workload.NanosecondsPerOperation(lap.Nanoseconds, lap.Operations, Environment.ProcessorCount));
        }
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds);

        Console.WriteLine($"{workload.Name}, {child.Allocator.Name}: {samples.Count} rounds of {operations} operations");
        foreach (double share in Shares)
        {
            string value = Quantiles.At(samples, share).ToString("0.00", CultureInfo.InvariantCulture);
            Console.WriteLine($"  p{share * 100,-4:0} {value,10} ns/op");
        }
        ResidentSize size = child.ResidentSize();
        return new Measurement(workload, child.Allocator, samples, size.PeakMiB, size.NowMiB);
    }

    private static void Write(FileInfo json, Measurement measurement)
    {
        var machine = new MachineInfo { Libraries = MachineInfo.LibrariesOf([measurement.Allocator]) };
        Row[] rows = [.. Rows.Of(new WorkloadResult(measurement.Workload, [measurement]), quick: false)];
        File.WriteAllText(json.FullName, JsonReport.Write(machine, rows, []));
    }
}
