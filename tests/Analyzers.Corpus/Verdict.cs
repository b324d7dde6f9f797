using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.ObjectPool;
using Slabwise.Generators;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Corpus;

/// <summary>What all our analyzers together say of a piece of code, as a build with the packages would.</summary>
internal static class Verdict
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(RuleIdentifiers).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static MetadataReference[] References { get; } =
        [MetadataReference.CreateFromFile(typeof(Pooled<>).Assembly.Location), MetadataReference.CreateFromFile(typeof(ObjectPool<>).Assembly.Location)];

    /// <summary>The case compiled against the real runtime, with what the generator adds to it.</summary>
    public static Compilation Compile(string source)
    {
        CSharpGeneratorDriver
            .Create([new PooledTypeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(TestCompilation.Create([source], References), out Compilation compilation, out _);
        return compilation;
    }

    public static async Task<ImmutableArray<Diagnostic>> OfAsync(Compilation compilation)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> all =
            await new CompilationWithAnalyzers(compilation, Analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return [.. all.Where(diagnostic => !diagnostic.IsSuppressed).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
