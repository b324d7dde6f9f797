using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.Analyzers.Survey.Scan;
using Slabwise.Generators;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Corpus;

/// <summary>The analyzers warn of nothing in Slabwise itself, nor in the samples, which show how it is done. Suggestions state sizes, and may be right and not matter.</summary>
public sealed class OwnSourceTests
{
    private static string Root { get; } = typeof(Case).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Theory]
    [InlineData("samples")]
    [InlineData("src")]
    public async Task Our_own_code_is_silent(string folder)
    {
        ImmutableArray<SourceProject> projects = SourceProject.Find(Path.Combine(Root, folder), outside: Path.Combine(Root, "src"));
        Dictionary<string, SourceProject> byPath = projects.ToDictionary(project => project.Path);
        List<string> reports = [];
        foreach (SourceProject project in projects.Where(project => project.Path.StartsWith(Path.Combine(Root, folder), StringComparison.Ordinal)))
        {
            CSharpGeneratorDriver.Create([new PooledTypeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
                .RunGeneratorsAndUpdateCompilation(project.Compile(byPath)!, out Compilation compilation, out _);
            reports.AddRange((await Verdict.OfAsync(compilation)).Where(report => report.Severity >= DiagnosticSeverity.Warning).Select(report => report.ToString()));
        }

        Assert.Empty(reports);
    }
}
