using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.TestSupport;
using Xunit;

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

    /// <summary>A driver that has run once and does not track its steps: one that does loses values in a pass after others were removed.</summary>
    public static GeneratorDriver RunUntracked(Compilation compilation) => CSharpGeneratorDriver.Create(
        [new PooledTypeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions).RunGenerators(compilation);

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

    /// <summary>Fails unless a driver that has seen other compilations before wrote what a new one writes.</summary>
    public static void AssertAsANewDriver(GeneratorDriver driver, Compilation compilation, string where)
    {
        List<(string Name, string)> fresh = FilesOf(RunUntracked(compilation)), old = FilesOf(driver);
        Assert.True(fresh.SequenceEqual(old),
            $"{where}\nonly a new driver: {string.Join(", ", fresh.Except(old).Select(file => file.Name))}\nonly this one: {string.Join(", ", old.Except(fresh).Select(file => file.Name))}");
    }
}
