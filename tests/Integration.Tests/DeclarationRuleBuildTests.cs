using Xunit;

namespace Slabwise.Integration.Tests;

/// <summary>Each declaration rule, read from what a real build prints.</summary>
public sealed class DeclarationRuleBuildTests : IClassFixture<DeclarationRuleBuildTests.Builds>
{
    private readonly Builds _builds;

    public DeclarationRuleBuildTests(Builds builds) => _builds = builds;

    [Theory]
    [InlineData("SLAB001", "error", "NotPartial")]
    [InlineData("SLAB002", "error", "HoldsAString")]
    [InlineData("SLAB003", "error", "Inner")]
    [InlineData("SLAB004", "error", "AbstractKind")]
    [InlineData("SLAB005", "error", "BadOption")]
    [InlineData("SLAB006", "error", "Clash")]
    [InlineData("SLAB007", "error", "NoConstructor")]
    [InlineData("SLAB008", "warning", "KeepsState")]
    [InlineData("SLAB009", "warning", "SizedAtRunTime")]
    [InlineData("SLAB010", "warning", "Unsealed")]
    public void BuildPrints(string id, string severity, string type)
    {
        string[] lines = _builds.Output.Split('\n');
        Assert.Contains(lines, line => line.Contains($"{severity} {id}: ", StringComparison.Ordinal) && line.Contains(type, StringComparison.Ordinal));
    }

    [Fact]
    public void RejectedTypesBringNoCompilerErrorsOfOurMaking() =>
        Assert.DoesNotContain(_builds.Output.Split('\n'), line => line.Contains("error CS", StringComparison.Ordinal));

    public sealed class Builds
    {
        public Builds(Feed feed)
        {
            // Suggestions do not reach a build's output unless a project raises them.
            Output = feed.NewConsumer(
                """<PackageReference Include="Slabwise" Version="0.1.0" />""",
                """
                using Slabwise;

                System.Console.WriteLine();

                [SizeClassPooled] public struct NotPartial { public int A; }
                [SizeClassPooled] public partial struct HoldsAString { public string A; }
                public class Outer { [SizeClassPooled] public partial struct Inner { public int A; } }
                [SizeClassPooled] public abstract partial class AbstractKind { }
                [SizeClassPooled(Alignment = 3)] public partial struct BadOption { public int A; }
                [SizeClassPooled] public partial struct Clash { public int A; public static void Rent() { } }
                [SizeClassPooled] public sealed partial class NoConstructor { public NoConstructor(int a) => A = a; public int A { get; } }
                [SizeClassPooled] public sealed partial class KeepsState { public System.Collections.Generic.List<int> Items = new(); }
                [SizeClassPooled] public partial struct SizedAtRunTime { public nint A; }
                [SizeClassPooled] public partial class Unsealed { public int A; partial void OnReturn() => A = 0; }
                """,
                editorConfig: "dotnet_diagnostic.SLAB008.severity = warning\ndotnet_diagnostic.SLAB009.severity = warning\n").Build().Output;
        }

        public string Output { get; }
    }
}
