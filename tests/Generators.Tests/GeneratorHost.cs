using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.TestSupport;

namespace Slabwise.Generators.Tests;

/// <summary>Runs the generator as the compiler does, remembering why each step ran.</summary>
internal static class GeneratorHost
{
    /// <summary>The runtime that the tests were built with.</summary>
    public static MetadataReference Runtime { get; } = MetadataReference.CreateFromFile(typeof(Pooled<>).Assembly.Location);

    /// <summary>Source compiled against the framework and the runtime.</summary>
    public static CSharpCompilation Compile(params IEnumerable<string> sources) =>
        TestCompilation.Create(sources, Runtime);

    /// <summary>A driver that has run once.</summary>
    public static GeneratorDriver Run(Compilation compilation) => CSharpGeneratorDriver.Create(
        [new PooledTypeGenerator().AsSourceGenerator()],
        parseOptions: TestCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
        .RunGenerators(compilation);

    /// <summary>The generated files, and the compilation with them.</summary>
    public static (IReadOnlyList<GeneratedSourceResult> Files, Compilation Compilation) Generate(params IEnumerable<string> sources)
    {
        CSharpCompilation compilation = Compile(sources);
        GeneratorRunResult result = Run(compilation).GetRunResult().Results.Single();
        if (result.Exception is { } exception) throw new InvalidOperationException("The generator threw.", exception);
        return (result.GeneratedSources, compilation.AddSyntaxTrees(result.GeneratedSources.Select(f => f.SyntaxTree)));
    }

    /// <summary>What a driver wrote, in the order of the files' names; it must not have thrown.</summary>
    public static List<(string Name, string Text)> FilesOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception) throw new InvalidOperationException("The generator threw.", exception);
        return [.. result.GeneratedSources.Select(file => (file.HintName, file.SourceText.ToString())).OrderBy(file => file.HintName, StringComparer.Ordinal)];
    }
}
