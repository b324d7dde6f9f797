using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Corpus;

namespace Slabwise.Analyzers.Survey.Time;

/// <summary>What the analyzers cost a build: their seconds as the compiler reports them, beside the seconds of the whole compilation.</summary>
internal static partial class TimeCommand
{
    private const int Rounds = 3;

    public static void Run(int files)
    {
        string root = Path.Combine(Path.GetTempPath(), "slabwise-time-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            string with = Path.Combine(root, "with"), without = Path.Combine(root, "without");
            GeneratedProject.Write(with, files, withAnalyzers: true);
            GeneratedProject.Write(without, files, withAnalyzers: false);
            // The first build of each starts the compiler server and lets the JIT finish; it does not count.
            Build(with);
            Build(without);
            List<double> plain = [], analyzed = [], ours = [];
            for (int round = 0; round < Rounds; round++)
            {
                plain.Add(Build(without));
                analyzed.Add(Build(with));
                ours.Add(AnalyzerSeconds(Path.Combine(with, "report.sarif"), print: round == Rounds - 1));
            }

            double compiler = Median(analyzed), share = Median(ours) / compiler;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{files} files; Csc without our analyzers {Median(plain):F2} s, with them {compiler:F2} s; the analyzers report {Median(ours):F3} s: {share:P1} of the compiler's time"));
        }
        finally
        {
            if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Seconds of the compiler's task.</summary>
    private static double Build(string folder)
    {
        File.SetLastWriteTimeUtc(Path.Combine(folder, "File000.cs"), DateTime.UtcNow);
        // To a file: build nodes and the compiler server outlive the build and would keep a pipe open.
        string log = Path.Combine(folder, "build.log");
        using Process process = Process.Start("dotnet",
            ["build", folder, "-nologo", "-v:q", $"-flp:LogFile={log};PerformanceSummary;Verbosity=normal", "-p:NuGetAudit=false", "-p:UseSharedCompilation=true"]);
        process.WaitForExit();
        string output = File.ReadAllText(log);
        if (process.ExitCode != 0) throw new InvalidOperationException(output);
        Match csc = CscTime().Match(output);
        return csc.Success ? double.Parse(csc.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 1000 : throw new InvalidOperationException(output);
    }

    /// <summary>An analyzer's time stands beside each of its rules, so the largest of them is the analyzer's.</summary>
    private static double AnalyzerSeconds(string report, bool print)
    {
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllText(report));
        Dictionary<string, double> byRule = [];
        foreach (JsonElement rule in sarif.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray())
        {
            if (!rule.TryGetProperty("properties", out JsonElement properties) || !properties.TryGetProperty("executionTimeInSeconds", out JsonElement time)) continue;
            byRule[rule.GetProperty("id").GetString()!] = double.Parse(time.GetString()!.TrimStart('<'), CultureInfo.InvariantCulture);
        }

        double sum = 0;
        foreach (DiagnosticAnalyzer analyzer in Verdict.Analyzers)
        {
            double seconds = analyzer.SupportedDiagnostics.Max(rule => byRule.GetValueOrDefault(rule.Id));
            if (print) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds,8:F3} s {analyzer.GetType().Name}"));
            sum += seconds;
        }

        return sum;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [GeneratedRegex(@"(\d+) ms\s+Csc\s+1 calls")]
    private static partial Regex CscTime();
}
