using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class PooledClassNotSealedTests
{
    [Theory]
    [InlineData("[SizeClassPooled] partial class [|C|] { }")]
    [InlineData("[SizeClassPooled] partial class [|C|] { } [SizeClassPooled] sealed partial class D : C { }")]
    public Task AnUnsealedClassIsReported(string declaration) => RuleTest.VerifyAsync("SLAB010", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] sealed partial class C { }")]
    [InlineData("class NotPooled { }")]
    public Task ASealedOneIsNot(string declaration) => RuleTest.VerifyAsync("SLAB010", declaration);

    [Fact]
    public Task TheMessageSaysWhy() => RuleTest.VerifyMessageAsync("SLAB010",
        "[SizeClassPooled] partial class [|Order|] { }",
        "Seal 'Order': its pool refuses objects of derived classes, and calls on an unsealed class cost more");
}
