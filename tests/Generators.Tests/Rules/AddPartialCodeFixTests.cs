using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Declaration;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class AddPartialCodeFixTests
{
    private static CodeFixTest<DeclarationAnalyzer, AddPartialCodeFix> Test => new() { Analyzer = RuleTest.For("SLAB001") };

    [Theory]
    [InlineData("[SizeClassPooled]\nstruct [|S|] { }", "[SizeClassPooled]\npartial struct S { }")]
    [InlineData("// above\n[SizeClassPooled] public sealed class [|C|] { }", "// above\n[SizeClassPooled] public sealed partial class C { }")]
    [InlineData("[SizeClassPooled] readonly record struct [|R|](int X);", "[SizeClassPooled] readonly partial record struct R(int X);")]
    [InlineData("/// <summary>.</summary>\nclass {|SLAB003:Outer|} { [SizeClassPooled] partial struct S { } }", "/// <summary>.</summary>\npartial class Outer { [SizeClassPooled] partial struct S { } }")]
    public Task PartialIsAddedBeforeTheKeyword(string markup, string expected) =>
        Test.VerifyAsync("using Slabwise;\n" + markup, "using Slabwise;\n" + expected);

    [Fact]
    public Task FixAllReachesTheTypesAndThoseAroundThem() => Test.VerifyFixAllAsync(
        """
        using Slabwise;
        class {|SLAB003:Outer|}
        {
            [SizeClassPooled] public struct [|S|] { }
            [SizeClassPooled] public struct [|T|] { }
            internal static class {|SLAB003:Inner|} { [SizeClassPooled] public struct [|U|] { } }
        }
        """,
        """
        using Slabwise;
        partial class Outer
        {
            [SizeClassPooled] public partial struct S { }
            [SizeClassPooled] public partial struct T { }
            internal static partial class Inner { [SizeClassPooled] public partial struct U { } }
        }
        """);
}
