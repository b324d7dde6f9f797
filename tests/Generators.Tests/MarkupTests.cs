using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests;

public class MarkupTests
{
    [Fact]
    public void MarksAreTakenOutAndTheirSpansKept()
    {
        Markup markup = Markup.Parse("a[|b|]c{|X1:d[|e|]|}f");
        Assert.Equal("abcdef", markup.Source);
        Assert.Equal(["[1..2) ", "[3..5) X1", "[4..5) "], markup.Spans.Select(s => $"{s.Span} {s.Id}"));
    }

    [Theory]
    [InlineData("[|a")]
    [InlineData("a|]")]
    [InlineData("{|X1:a|]")]
    public void AnUnbalancedMarkIsRefused(string text) => Assert.Throws<FormatException>(() => Markup.Parse(text));

    [Fact]
    public void BracesThatAreCodeStay() => Assert.Equal("x is { }|| y is []", Markup.Parse("x is { }|| y is []").Source);
}
