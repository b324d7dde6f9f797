using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class TypeNotPartialTests
{
    [Theory]
    [InlineData("[SizeClassPooled] struct [|S|] { }")]
    [InlineData("[SizeClassPooled] sealed class [|C|] { }")]
    [InlineData("[SizeClassPooled] readonly record struct [|R|](int X);")]
    [InlineData("partial class Outer { [SizeClassPooled] public struct [|S|] { } }")]
    public Task ATypeWithoutPartialIsReported(string declaration) => RuleTest.VerifyAsync("SLAB001", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] partial struct S { }")]
    [InlineData("[SizeClassPooled] sealed partial class C { }")]
    [InlineData("struct NotPooled { }")]
    public Task APartialTypeIsNot(string declaration) => RuleTest.VerifyAsync("SLAB001", declaration);

    [Fact]
    public Task TheMessageSaysWhatToWrite() => RuleTest.VerifyMessageAsync("SLAB001",
        "[SizeClassPooled] struct [|Quote|] { }",
        "Declare 'Quote' partial: the build writes its pool into another part of the type");
}
