using System.CommandLine;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Results;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Commands;

/// <summary>A command that runs a set of workloads over every allocator, interleaved, with the goals at the end.</summary>
internal static class InterleavedRun
{
    public static Command CreateCommand(string name, string description, IReadOnlyList<Workload> known)
    {
        var selection = new Selection(known);
        var json = new Option<FileInfo?>("--json") { Description = "Also write the results to this file" };
        var quick = new Option<bool>("--quick") { Description = "Few short rounds: for a look, not for figures" };
        Option<int?> rounds = Selection.Number("--rounds", "Rounds per workload", most: 1000);
        Option<int?> roundTime = Selection.Number("--round-ms", "Milliseconds per round; short rounds find undisturbed moments of a busy machine", most: 10_000);
        var command = new Command(name, description) { json, quick, rounds, roundTime };
        selection.AddTo(command);
        command.SetAction(parse => Run(
            selection.ChosenWorkloads(parse), selection.ChosenAllocators(parse),
            Pace.For(parse.GetValue(quick), parse.GetValue(rounds), parse.GetValue(roundTime)), parse.GetValue(json)));
        return command;
    }

    private static int Run(IReadOnlyList<Workload> workloads, IReadOnlyList<Allocator> wanted, Pace pace, FileInfo? json)
    {
        Allocator[] concerned = [.. wanted.Where(a => workloads.Any(a.Runs))];
        if (concerned.Length == 0)
            throw new ArgumentException($"None of {Names(wanted.Select(a => a.Name))} runs any of {Names(workloads.Select(w => w.Name))}.");
        Contestants contestants = Contestants.Of(concerned, PeerLibrary.SearchPath);
        var machine = new MachineInfo { Libraries = MachineInfo.LibrariesOf(contestants.Present) };
        Console.WriteLine($"{machine.Cpu}, {machine.Processors} processors, {machine.OperatingSystem}, {machine.Runtime}");
        Console.WriteLine("An operation is one object rented, touched and returned. ns/op is the median of the rounds; /peer and /C divide it");
        Console.WriteLine("by the fastest peer and by the fastest library called from C; paired is the median of the ratios round by round.");
        foreach (string problem in contestants.Problems) Console.WriteLine(problem);
        Console.WriteLine();

        var comparison = new Comparison(pace, contestants.CProgram, Console.Error);
        var results = new List<WorkloadResult>();
        var rows = new List<Row>();
        foreach (IGrouping<string, Workload> family in workloads.GroupBy(w => w.Family))
        {
            (Workload, Allocator)[] entries = [.. family.SelectMany(w => contestants.Present.Where(a => a.Runs(w)).Select(a => (w, a)))];
            if (entries.Length == 0) continue;
            Console.Error.WriteLine($"{Names(family.Select(w => w.Name))}: {entries.Length} processes, {pace.RoundsOf(family.First())} rounds ...");
            foreach (WorkloadResult result in comparison.Run(entries))
            {
                Row[] block = [.. Rows.Of(result, pace.IsQuick)];
                results.Add(result);
                rows.AddRange(block);
                TableWriter.Write(Console.Out, $"{result.Workload.Name}: {result.Workload.Summary}", block);
            }
        }

        Verdict[] verdicts = [.. Verdict.On(GoalCatalog.All, results)];
        if (verdicts.Length > 0) Console.WriteLine("Goals (times are paired ratios)");
        foreach (Verdict verdict in verdicts) Console.WriteLine(verdict);
        if (json is not null) File.WriteAllText(json.FullName, JsonReport.Write(machine, rows, verdicts));
        return comparison.AnyFailed || rows.Count == 0 ? 1 : 0;
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
