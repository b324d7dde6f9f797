using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Corpus;

namespace Slabwise.Analyzers.Survey.Peers;

/// <summary>Runs other packages over the corpus and writes what each says of each case to <c>docs/analyzers-compared.md</c>.</summary>
internal static class PeersCommand
{
    public static async Task RunAsync()
    {
        ImmutableArray<PeerPackage> peers = PeerPackage.LoadAll();
        List<(Case Case, string Ours, string[] Theirs)> rows = [];
        foreach (Case @case in Case.All)
        {
            Compilation compilation = Verdict.Compile(@case.Code.Source);
            string ours = Words(Hits(@case, await Verdict.OfAsync(compilation)));
            List<string> theirs = [];
            foreach (PeerPackage peer in peers) theirs.Add(Words(Hits(@case, await RunAsync(peer, compilation))));
            rows.Add((@case, ours, [.. theirs]));
            Console.WriteLine($"{@case.Name}: {ours} | {string.Join(" | ", theirs)}");
        }

        string path = Path.Combine(Program.RepositoryRoot, "docs", "analyzers-compared.md");
        await File.WriteAllTextAsync(path, Page(peers, rows));
        Console.WriteLine(path);
    }

    /// <summary>
    /// Ids reported on the very lines of the bug, and more often there than in the whole mended form. What is said of both forms is about
    /// something else: style, or the use of unsafe code.
    /// </summary>
    private static IEnumerable<string> Hits(Case @case, ImmutableArray<Diagnostic> reports)
    {
        ImmutableHashSet<int> marked = [.. @case.Marks.Select(mark => mark.Line)];
        return reports.GroupBy(report => report.Id).Where(group =>
        {
            int atBug = group.Count(report => marked.Contains(LineOf(report)));
            int buggy = group.Count(report => LineOf(report) < @case.MendedLine), mended = group.Count() - buggy;
            return atBug > 0 && buggy > mended;
        }).Select(group => group.Key).Order(StringComparer.Ordinal);
    }

    private static async Task<ImmutableArray<Diagnostic>> RunAsync(PeerPackage peer, Compilation compilation)
    {
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            peer.Ids.ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn)));
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: (_, _, _) => { }, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reports = await new CompilationWithAnalyzers(compilation, peer.Analyzers, options)
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return [.. reports.Where(report => report.Id != "AD0001" && report.Location.SourceTree == compilation.SyntaxTrees.First())];
    }

    private static string Page(ImmutableArray<PeerPackage> peers, List<(Case Case, string Ours, string[] Theirs)> rows)
    {
        StringBuilder page = new();
        page.AppendLine("# Analyzers compared");
        page.AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project tests/Analyzers.Survey -- peers`, which runs every rule of each package, those that are off");
        page.AppendLine("by default included, over the cases of `tests/Analyzers.Corpus`. A rule counts as a hit where it reports on the line of the bug and more");
        page.AppendLine("often in the buggy form than in the mended one. That is generous: a rule about something else that happens to differ counts, too.");
        page.AppendLine();
        page.AppendLine("| Package | Version | Rules | Cases hit |");
        page.AppendLine("|---|---|---|---|");
        page.AppendLine($"| Slabwise | | {Verdict.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id).Count()} | {rows.Count(row => row.Ours.Length > 0)} of {rows.Count} |");
        for (int i = 0; i < peers.Length; i++)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {peers[i].Name} | {peers[i].Version} | {peers[i].Ids.Count} | {rows.Count(row => row.Theirs[i].Length > 0)} of {rows.Count} |");
        page.AppendLine();
        page.AppendLine($"| Case | Slabwise | {string.Join(" | ", peers.Select(peer => peer.Name))} |");
        page.AppendLine($"|---|---{string.Concat(Enumerable.Repeat("|---", peers.Length))}|");
        foreach ((Case @case, string ours, string[] theirs) in rows)
            page.AppendLine($"| {@case.Name} | {Cell(ours)} | {string.Join(" | ", theirs.Select(Cell))} |");
        page.AppendLine();
        page.AppendLine("## By rule");
        page.AppendLine();
        page.AppendLine("What each of our rules finds in the corpus, and in how many of these cases any rule of the others says something at the place.");
        page.AppendLine();
        page.AppendLine($"| Rule | Cases | {string.Join(" | ", peers.Select(peer => peer.Name))} |");
        page.AppendLine($"|---|---{string.Concat(Enumerable.Repeat("|---", peers.Length))}|");
        foreach (var rule in rows.SelectMany(row => row.Ours.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(id => (id, row))).GroupBy(pair => pair.id).OrderBy(group => group.Key, StringComparer.Ordinal))
            page.AppendLine($"| {rule.Key} | {rule.Count()} | {string.Join(" | ", peers.Select((_, i) => rule.Count(pair => pair.row.Theirs[i].Length > 0)))} |");
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static int LineOf(Diagnostic report) => report.Location.GetLineSpan().StartLinePosition.Line + 1;

    private static string Words(IEnumerable<string> ids) => string.Join(", ", ids);

    private static string Cell(string ids) => ids.Length == 0 ? "–" : ids;
}
