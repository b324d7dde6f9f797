using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Corpus;

/// <summary>The analyzers against bugs that people really made: each is found where it is, and its mended form is silent.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. Case.All.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_bug_is_reported_where_it_is_and_nothing_else(string name)
    {
        Case @case = Of(name);
        Compilation compilation = Verdict.Compile(@case.Code.Source);
        Assert.Empty(TestCompilation.Problems(compilation).Select(problem => problem.ToString()));

        ImmutableArray<Diagnostic> reports = await Verdict.OfAsync(compilation);
        string[] wanted = [.. @case.Marks.Where(mark => mark.Id != Case.NotFound).Select(mark => $"line {mark.Line}: {mark.Id}").Order(StringComparer.Ordinal)];
        string[] got = [.. reports.Select(report => $"line {Line(report)}: {report.Id}").Order(StringComparer.Ordinal)];
        if (!wanted.SequenceEqual(got))
            Assert.Fail($"Expected:\n  {string.Join("\n  ", wanted)}\nReported:\n  {string.Join("\n  ", reports.Select(report => $"line {Line(report)}: {report}"))}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_case_says_where_it_comes_from_and_has_both_forms(string name)
    {
        Case @case = Of(name);
        Assert.Matches(@"^[\w.-]+/[\w.#-]+ (issue|pull request|commit) [\da-f]+", @case.Source);
        Assert.NotEmpty(@case.Marks);
        Assert.All(@case.Marks, mark => Assert.InRange(mark.Line, 1, @case.MendedLine - 1));
        Assert.NotEqual(int.MaxValue, @case.MendedLine);
        Assert.Equal(@case.Marks.Any(mark => mark.Id == Case.NotFound), @case.Limit is not null);
    }

    private static Case Of(string name) => Case.All.Single(@case => @case.Name == name);

    private static int Line(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1;
}
