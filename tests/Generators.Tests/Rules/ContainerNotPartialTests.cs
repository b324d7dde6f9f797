using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class ContainerNotPartialTests
{
    [Theory]
    [InlineData("class [|Outer|] { [SizeClassPooled] partial struct S { } }")]
    [InlineData("class [|Outer|] { partial class Middle { [SizeClassPooled] partial struct S { } } }")]
    [InlineData("struct [|Outer|] { class [|Middle|] { [SizeClassPooled] partial struct S { } } }")]
    [InlineData("class [|Outer|] { [SizeClassPooled] struct {|SLAB001:S|} { } }")]
    public Task AContainerWithoutPartialIsReported(string declaration) => RuleTest.VerifyAsync("SLAB003", declaration);

    [Theory]
    [InlineData("class [|Outer|] { [SizeClassPooled] partial struct S { } [SizeClassPooled] partial struct T { } class [|Inner|] { [SizeClassPooled] partial struct U { } } }")]
    public Task OneContainerIsReportedOnceForAllItsTypes(string declaration) => RuleTest.VerifyAsync("SLAB003", declaration);

    [Theory]
    [InlineData("partial class Outer { partial struct Middle { [SizeClassPooled] partial struct S { } } }")]
    [InlineData("class Outer { struct S { } }")]
    public Task PartialContainersAreNot(string declaration) => RuleTest.VerifyAsync("SLAB003", declaration);

    [Fact]
    public Task TheMessageNamesBoth() => RuleTest.VerifyMessageAsync("SLAB003",
        "class [|Market|] { [SizeClassPooled] partial struct Quote { } }",
        "Declare 'Market' partial: the pooled type 'Market.Quote' lies in it");
}
