using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Declaration;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class ClearOnReturnFixTests
{
    [Fact]
    public Task EveryReferenceIsLetGo() => Fix.VerifyAsync(
        """
        using Slabwise;

        [SizeClassPooled]
        public sealed partial class [|Request|]
        {
            public readonly List<int> Hits = [];
            public string Name = "";
            public object? Tag { get; set; }
            public event Action? Done;
            public int Count;
        }
        """,
        """
        using Slabwise;

        [SizeClassPooled]
        public sealed partial class Request
        {
            public readonly List<int> Hits = [];
            public string Name = "";
            public object? Tag { get; set; }
            public event Action? Done;
            public int Count;

            partial void OnReturn()
            {
                Hits.Clear();
                Name = "";
                Tag = null;
                Done = null;
            }
        }
        """);

    [Theory]
    [InlineData("public readonly Version Number = new();")]
    [InlineData("public Version Number = new();")]
    [InlineData("public byte[] Buffer { get; init; } = [];")]
    public Task WhatHasNoEmptyStateIsLeftToTheAuthor(string member) => Fix.VerifyNoFixAsync(
        "using Slabwise;\n[SizeClassPooled] public sealed partial class [|Request|] { " + member + " }");

    private static CodeFixTest<DeclarationAnalyzer, ClearOnReturnFix> Fix => new() { Analyzer = RuleTest.For("SLAB008") };
}
