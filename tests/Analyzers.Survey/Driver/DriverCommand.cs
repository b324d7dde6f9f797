using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.Generators;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Survey.Driver;

/// <summary>
/// A pass of the generator against one of a generator that does nothing, by turns, so that a machine's slow moments meet both.
/// </summary>
/// <remarks>A compilation that was asked before has bound its attributes; an editor's never was. So both are measured.</remarks>
internal static class DriverCommand
{
    private const int Passes = 20;

    public static void Run(int rounds)
    {
        Project project = new();
        GeneratorDriver ours = New(new PooledTypeGenerator()).RunGenerators(project.Base), empty = New(new EmptyGenerator()).RunGenerators(project.Base);
        GeneratorDriver coldOurs = New(new PooledTypeGenerator()), coldEmpty = New(new EmptyGenerator());
        Console.WriteLine("| Pass | Ours | Empty | Ratio |\n|---|---|---|---|");
        Measure("cold", coldOurs, coldEmpty, project.Same, rounds);
        Measure("nothing changed", ours, empty, project.Same, rounds);
        foreach ((string edit, Func<CSharpCompilation> make) in (ReadOnlySpan<(string, Func<CSharpCompilation>)>)
            [("a body elsewhere edited", project.BodyEdited), ("a method added elsewhere", project.MethodAdded), ("a pooled type edited", project.PooledTypeEdited)])
        {
            CSharpCompilation asked = make();
            Measure(edit, ours, empty, () => asked, rounds);
            Measure(edit + ", compilation new", ours, empty, make, rounds);
        }
    }

    /// <summary>Medians over the rounds: the ratio is that of the times within a round.</summary>
    private static void Measure(string name, GeneratorDriver ours, GeneratorDriver empty, Func<CSharpCompilation> make, int rounds)
    {
        List<double> mine = [], theirs = [], ratios = [];
        for (int round = -rounds / 4; round < rounds; round++)
        {
            double a = Microseconds(ours, make), b = Microseconds(empty, make);
            if (round < 0) continue;
            mine.Add(a);
            theirs.Add(b);
            ratios.Add(a / b);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median(mine):N0} | {Median(theirs):N0} | {Median(ratios):N1} |"));
    }

    private static double Microseconds(GeneratorDriver driver, Func<CSharpCompilation> make)
    {
        CSharpCompilation[] compilations = [.. Enumerable.Range(0, Passes).Select(_ => make())];
        // Collected outside of what is timed: what a pass allocates is counted where a collection happens to fall.
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        foreach (CSharpCompilation compilation in compilations) driver.RunGenerators(compilation);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Passes;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static CSharpGeneratorDriver New(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
}
