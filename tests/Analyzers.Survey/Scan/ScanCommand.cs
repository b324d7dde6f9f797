using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Corpus;

namespace Slabwise.Analyzers.Survey.Scan;

/// <summary>Prints every report over other people's code, to be read and judged one by one.</summary>
internal static class ScanCommand
{
    public static async Task RunAsync(string[] folders, bool warningsOnly)
    {
        Stopwatch clock = Stopwatch.StartNew();
        long lines = 0;
        Dictionary<string, int> counts = [];
        foreach (string folder in folders)
        {
            string root = Path.GetFullPath(folder);
            ImmutableArray<SourceProject> projects = SourceProject.Find(root);
            Dictionary<string, SourceProject> byPath = projects.ToDictionary(project => project.Path);
            foreach (SourceProject project in projects)
            {
                if (project.Compile(byPath) is not { } compilation) continue;
                lines += project.Lines;
                foreach (Diagnostic report in await AnalyzeAsync(compilation))
                {
                    if (warningsOnly && report.Severity < DiagnosticSeverity.Warning && report.Id != "AD0001") continue;
                    string key = $"{report.Id} {report.Severity.ToString().ToLowerInvariant()}";
                    counts[key] = counts.GetValueOrDefault(key) + 1;
                    FileLinePositionSpan place = report.Location.GetLineSpan();
                    // An analyzer that throws is reported without a place.
                    string file = string.IsNullOrEmpty(place.Path) ? project.Path : Path.GetRelativePath(root, place.Path);
                    Console.WriteLine($"{file}({place.StartLinePosition.Line + 1}): {key}: {report.GetMessage(CultureInfo.InvariantCulture)}");
                }
            }
        }

        Console.WriteLine($"{lines:N0} lines, {clock.Elapsed.TotalSeconds:F0} s");
        foreach ((string key, int count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Console.WriteLine($"{count,6} {key}");
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reports =
            await new CompilationWithAnalyzers(compilation, Verdict.Analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return [.. reports.Where(report => !report.IsSuppressed).OrderBy(report => report.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(report => report.Location.SourceSpan.Start)];
    }
}
