using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.Generators;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Robustness;

/// <summary>
/// Real source as an editor sees it halfway through a change: ends anywhere, misses a piece, has one twice, or has lost a
/// brace. Neither an analyzer nor the generator may throw, whatever the compiler makes of it.
/// </summary>
public sealed class CutSourceTests
{
    // Each run is bounded, so that the suite does not grow with the repository: the seeds decide which files and places come first.
    private static readonly TimeSpan s_perSeed = TimeSpan.FromSeconds(5);
    private const int MaxCuts = 40;

    private static string Root { get; } = typeof(CutSourceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Theory]
    [InlineData(1)]
    [InlineData(20261127)]
    [InlineData(420)]
    public async Task Real_source_cut_anywhere_does_no_harm(int seed)
    {
        Random random = new(seed);
        string[] files = [.. Sources().Order(StringComparer.Ordinal)];
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new PooledTypeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        Stopwatch clock = Stopwatch.StartNew();
        for (int i = 0; i < MaxCuts && clock.Elapsed < s_perSeed; i++)
        {
            string path = files[random.Next(files.Length)];
            string source = Plain(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
            string cut = Cut(source, random);
            try
            {
                driver = driver.RunGeneratorsAndUpdateCompilation(
                    TestCompilation.Create([cut, SlabwiseStub.Source]), out Compilation compilation, out ImmutableArray<Diagnostic> reports, CancellationToken.None);
                Assert.DoesNotContain(reports, report => report.Id == "CS8785");
                await AllAnalyzers.RunAsync(compilation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{Path.GetRelativePath(Root, path)}, seed {seed}, cut {i}:\n{cut}", exception);
            }
        }
    }

    /// <summary>The analyzers' own code, the pools, and the corpus, where nearly every line rents or returns; the sample, which declares pooled types.</summary>
    private static IEnumerable<string> Sources() =>
        new[] { "src", "samples", "tests/Analyzers.Corpus/Cases", "tests/Analyzers.Corpus/Cases", "tests/Analyzers.Tests/ValidCode" }
            .SelectMany((folder, copy) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Plain(string text) => text.Contains("{|", StringComparison.Ordinal) && text.Contains("|}", StringComparison.Ordinal) && text.Contains("namespace Buggy", StringComparison.Ordinal)
        ? Markup.Parse(text).Source
        : text;

    private static string Cut(string source, Random random)
    {
        int from = random.Next(source.Length), length = random.Next(Math.Min(200, source.Length - from));
        switch (random.Next(5))
        {
            case 0:
                return source[..from];
            case 1:
                return source.Remove(from, length);
            case 2:
                return source.Insert(random.Next(source.Length), source.Substring(from, length));
            case 3:
                int brace = source.IndexOfAny(['{', '}', '(', ')', ';', '='], from);
                return brace < 0 ? source : source.Remove(brace, 1);
            default:
                return source.Remove(from, length).Insert(random.Next(source.Length - length), "await return ref ?. ");
        }
    }
}
