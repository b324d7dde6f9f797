using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>Editing must not regenerate what the edit did not touch: the generator runs with every keystroke.</summary>
public class IncrementalityTests
{
    private const string Quote = "[Slabwise.SizeClassPooled] public partial struct Quote { public long Id; }";
    private const string Order = "[Slabwise.SizeClassPooled] public sealed partial class Order { public int Count; }";

    [Fact]
    public void ASecondRunIsCachedThroughout()
    {
        CSharpCompilation compilation = GeneratorHost.Compile(Quote, Order);
        GeneratorRunResult second = Rerun(compilation, compilation);
        Assert.All(StepsOf(second), step => Assert.Equal(IncrementalStepRunReason.Cached, step.Reason));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], OutputsOf(second));
    }

    [Fact]
    public void AnUnrelatedEditReachesNoOutput()
    {
        CSharpCompilation before = GeneratorHost.Compile(Quote, Order);
        GeneratorRunResult second = Rerun(before, before.AddSyntaxTrees(Parse("struct Unrelated { int X; }")));
        AssertNothingChanged(second);
    }

    [Fact]
    public void AnEditAboveTheTypeThatMovesItReachesNoOutput()
    {
        CSharpCompilation before = GeneratorHost.Compile(Quote, Order);
        SyntaxTree tree = before.SyntaxTrees[0];
        CSharpCompilation after = before.ReplaceSyntaxTree(tree, Parse("// one more line\n\n" + Quote));
        AssertNothingChanged(Rerun(before, after));
    }

    [Fact]
    public void AnEditInsideAMethodOfTheTypeReachesNoOutput()
    {
        const string Body = "[Slabwise.SizeClassPooled] public partial struct Quote { public long Id; long M() { return 1; } }";
        CSharpCompilation before = GeneratorHost.Compile(Body, Order);
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees[0], Parse(Body.Replace("1", "2", StringComparison.Ordinal)));
        AssertNothingChanged(Rerun(before, after));
    }

    [Fact]
    public void ARelevantEditChangesExactlyOneOutput()
    {
        CSharpCompilation before = GeneratorHost.Compile(Quote, Order);
        SyntaxTree tree = before.SyntaxTrees[0];
        CSharpCompilation after = before.ReplaceSyntaxTree(tree, Parse(Quote.Replace("long Id", "int Id", StringComparison.Ordinal)));
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified],
            OutputsOf(Rerun(before, after)).Order(Comparer<IncrementalStepRunReason>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    }

    [Fact]
    public void OnlyTheTypeThatIsNoLongerAnnotatedLosesItsOutput()
    {
        CSharpCompilation before = GeneratorHost.Compile(Quote, Order);
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees[0], Parse("public partial struct Quote { public long Id; }"));
        Assert.Equal("Order.g.cs", Assert.Single(Rerun(before, after).GeneratedSources).HintName);
    }

    [Fact]
    public void EveryNamedStepIsTracked()
    {
        CSharpCompilation compilation = GeneratorHost.Compile(Quote);
        GeneratorRunResult result = GeneratorHost.Run(compilation).GetRunResult().Results.Single();
        Assert.Superset(
            new HashSet<string>([TrackingNames.Targets, TrackingNames.Parse, TrackingNames.NameClashes, TrackingNames.Files]),
            new HashSet<string>(result.TrackedSteps.Keys));
    }

    private static void AssertNothingChanged(GeneratorRunResult result)
    {
        Assert.All(StepsOf(result), step => Assert.True(step.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, step.ToString()));
        Assert.All(OutputsOf(result), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.Equal(2, OutputsOf(result).Count());
    }

    private static GeneratorRunResult Rerun(CSharpCompilation before, CSharpCompilation after) =>
        GeneratorHost.Run(before).RunGenerators(after).GetRunResult().Results.Single();

    private static IEnumerable<(string Step, IncrementalStepRunReason Reason)> StepsOf(GeneratorRunResult result) =>
        from steps in result.TrackedSteps
        where steps.Key is TrackingNames.Targets or TrackingNames.Parse or TrackingNames.NameClashes or TrackingNames.Files
        from step in steps.Value
        from output in step.Outputs
        select (steps.Key, output.Reason);

    private static IEnumerable<IncrementalStepRunReason> OutputsOf(GeneratorRunResult result) =>
        from steps in result.TrackedOutputSteps.Values
        from step in steps
        from output in step.Outputs
        select output.Reason;

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, path: "Test0.cs");
}
