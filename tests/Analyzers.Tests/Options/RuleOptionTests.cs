using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Options;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Options;

public sealed class RuleOptionTests
{
    private static readonly RuleOption<long> s_number = RuleOption.Number("SLAB999", "bytes", 64, least: 1);
    private static readonly RuleOption<bool> s_switch = RuleOption.Switch("SLAB999", "always", false);

    [Theory]
    [InlineData("128", 128)]
    [InlineData(" 85_000 ", 85_000)]
    [InlineData("0", 64)]
    [InlineData("-1", 64)]
    [InlineData("1e3", 64)]
    [InlineData("99999999999999999999", 64)]
    [InlineData("many", 64)]
    [InlineData("", 64)]
    public void A_number_that_makes_no_sense_leaves_the_default(string text, long expected) =>
        Assert.Equal(expected, Reader(("slabwise.SLAB999.bytes", text)).Get(s_number, s_tree));

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("yes", false)]
    public void A_switch_is_true_or_false(string text, bool expected) =>
        Assert.Equal(expected, Reader(("slabwise.slab999.ALWAYS", text)).Get(s_switch, s_tree));

    [Fact]
    public void What_nobody_wrote_has_its_default()
    {
        Assert.Equal(64, Reader().Get(s_number, s_tree));
        Assert.False(Reader().Get(s_switch, s_tree));
    }

    private static readonly SyntaxTree s_tree = CSharpSyntaxTree.ParseText("");

    private static OptionReader Reader(params (string Key, string Value)[] keys) =>
        new(new AnalyzerOptions([], new TestEditorConfig(keys.ToImmutableDictionary(pair => pair.Key, pair => pair.Value))));
}
