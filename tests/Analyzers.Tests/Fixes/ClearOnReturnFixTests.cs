using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Declaration;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class ClearOnReturnFixTests
{
    [Fact]
    public Task Every_reference_is_let_go() => Fix.VerifyAsync(
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
    public Task What_has_no_empty_state_is_left_to_the_author(string member) => Fix.VerifyNoFixAsync(
        "using Slabwise;\n[SizeClassPooled] public sealed partial class [|Request|] { " + member + " }");

    private static CodeFixTest<DeclarationAnalyzer, ClearOnReturnFix> Fix => new()
    {
        Analyzer = new()
        {
            DefaultId = "SLAB008",
            Sources = ["namespace Slabwise { [AttributeUsage(AttributeTargets.Class)] public sealed class SizeClassPooledAttribute : Attribute { } }"],
        },
    };
}
