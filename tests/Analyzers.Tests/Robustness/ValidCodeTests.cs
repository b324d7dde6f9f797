using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Fields;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.Analyzers.Rules.Sizes;
using Slabwise.Analyzers.Rules.Threads;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Robustness;

public sealed class ValidCodeTests
{
    public static TheoryData<string> Names => [.. ValidCode.Sources.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sound_code_is_silent(string name)
    {
        string source = ValidCode.Sources.Single(candidate => candidate.Name == name).Text;
        AnalyzerTest<OwnershipAnalyzer> ownership = new() { Sources = [SlabwiseStub.Source] };
        Compilation compilation = ownership.Compile(source);
        Assert.Empty(TestCompilation.Problems(compilation));
        ImmutableArray<Diagnostic> found =
        [
            .. await ownership.AnalyzeAsync(compilation),
            .. await new AnalyzerTest<FieldAnalyzer>().AnalyzeAsync(compilation),
            .. await new AnalyzerTest<ThreadAnalyzer>().AnalyzeAsync(compilation),
            .. await new AnalyzerTest<SizeAnalyzer>().AnalyzeAsync(compilation),
        ];
        Assert.Empty(found.Select(diagnostic => diagnostic.ToString()));
    }
}
