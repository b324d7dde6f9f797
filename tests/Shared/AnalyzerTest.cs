using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Slabwise.TestSupport;

/// <summary>
/// Runs one analyzer over marked source and compares what it reports with the marks. Set the properties that a test
/// class shares once, then call <see cref="VerifyAsync"/> for each snippet.
/// </summary>
internal sealed class AnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The id that a mark without one expects.</summary>
    public string? DefaultId { get; init; }

    /// <summary>When not empty, every other id is left out of the comparison.</summary>
    public ImmutableArray<string> OnlyIds { get; init; } = [];

    /// <summary>References beside the framework's.</summary>
    public ImmutableArray<MetadataReference> References { get; init; } = [];

    /// <summary>Sources beside the marked one, without marks.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Generators to run first, so that the analyzer sees their members as in a build.</summary>
    public ImmutableArray<IIncrementalGenerator> Generators { get; init; } = [];

    /// <summary>Whether the snippet may fail to compile, as unfinished code in an editor does.</summary>
    public bool AllowCompilerErrors { get; init; }

    /// <summary>Severities as an <c>.editorconfig</c> would set them; this also switches on rules that are off.</summary>
    public ImmutableDictionary<string, ReportDiagnostic> Severities { get; init; } =
        ImmutableDictionary<string, ReportDiagnostic>.Empty;

    /// <summary>Other keys that an <c>.editorconfig</c> for every file would set.</summary>
    public ImmutableDictionary<string, string> EditorConfig { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Compares and returns the diagnostics in source order, so that a test can look at their messages.</summary>
    public async Task<ImmutableArray<Diagnostic>> VerifyAsync(string markup)
    {
        Markup expected = Markup.Parse(markup);
        Compilation compilation = Compile(expected.Source);
        if (!AllowCompilerErrors) Assert.Empty(TestCompilation.Problems(compilation));

        ImmutableArray<Diagnostic> actual = await AnalyzeAsync(compilation);
        string[] wanted = [.. expected.Spans.Select(mark => Describe(expected.Source, mark.Span, IdOf(mark))).Order(StringComparer.Ordinal)];
        string[] got = [.. actual.Select(d => Describe(expected.Source, d.Location.SourceSpan, d.Id)).Order(StringComparer.Ordinal)];
        if (!wanted.SequenceEqual(got))
            Assert.Fail($"Expected:\n{Lines(wanted)}\nReported:\n{Lines(got)}\n{Lines(actual.Select(d => d.ToString()))}");
        return actual;
    }

    /// <summary>The compilation that the analyzer sees, generated code included.</summary>
    public Compilation Compile(string source)
    {
        Compilation compilation = TestCompilation.Create([source, .. Sources], References);
        if (Generators.IsEmpty) return compilation;
        Microsoft.CodeAnalysis.CSharp.CSharpGeneratorDriver
            .Create(Generators.Select(g => g.AsSourceGenerator()), parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        return compilation;
    }

    /// <summary>What the analyzer reports, in source order; an exception in it fails the test.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        Exception? crash = null;
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(Severities));
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([], new TestEditorConfig(EditorConfig)),
            onAnalyzerException: (exception, _, _) => crash ??= exception,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> all = await new CompilationWithAnalyzers(compilation, [new TAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        if (crash is not null) Assert.Fail(crash.ToString());
        return
        [
            .. all.Where(d => !d.IsSuppressed && (OnlyIds.IsEmpty || OnlyIds.Contains(d.Id)))
                .OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal),
        ];
    }

    private string IdOf(MarkedSpan mark) =>
        mark.Id ?? DefaultId ?? throw new InvalidOperationException("A mark without an id needs DefaultId.");

    private static string Describe(string source, TextSpan span, string id)
    {
        int line = source.AsSpan(0, Math.Min(span.Start, source.Length)).Count('\n') + 1;
        string text = span.End <= source.Length ? source.Substring(span.Start, span.Length) : "?";
        return $"line {line,3} {id} at {span.Start}: {text}";
    }

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines.Select(line => "  " + line));
}
