using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Slabwise.Analyzers.Tests.Robustness;

/// <summary>Every analyzer of the package at once, however many there are.</summary>
internal static class AllAnalyzers
{
    private static ImmutableArray<DiagnosticAnalyzer> Instances { get; } =
    [
        .. typeof(RuleIdentifiers).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Switches on what is off by default, too, and fails on an exception in any analyzer.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation)
    {
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            Instances.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id).ToImmutableDictionary(rule => rule.Id, _ => ReportDiagnostic.Warn)));
        Exception? crash = null;
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: (exception, _, _) => crash ??= exception, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reports = await new CompilationWithAnalyzers(compilation, Instances, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        if (crash is not null) Assert.Fail(crash.ToString());
        Assert.DoesNotContain(reports, report => report.Id == "AD0001");
        return reports;
    }
}
