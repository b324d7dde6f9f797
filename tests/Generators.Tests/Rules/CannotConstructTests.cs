using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class CannotConstructTests
{
    [Theory]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { public C(int x) { } }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|](string s);")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { public required int X { get; set; } }")]
    [InlineData("class B { public required int X; } [SizeClassPooled] sealed partial class [|C|] : B { }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { C(int x) { } public static object Create() => null; }")]
    public Task AClassThatCannotBeMadeIsReported(string declaration) => RuleTest.VerifyAsync("SLAB007", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] sealed partial class C { private C() { } }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public C(int x = 0) { } }")]
    [InlineData("[SizeClassPooled] sealed partial class C { C(int x) { } static C Create() => new(1); }")]
    [InlineData("[SizeClassPooled] sealed partial class C { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public C() { } public required int X { get; set; } }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public required int X { get; set; } public static C Create() => new() { X = 1 }; }")]
    public Task AClassThatCanIsNot(string declaration) => RuleTest.VerifyAsync("SLAB007", declaration);

    [Fact]
    public Task TheMessageNamesTheRequiredMembers() => RuleTest.VerifyMessageAsync("SLAB007",
        "[SizeClassPooled] sealed partial class [|Order|] { public required int X, Y; }",
        "The pool of 'Order' cannot create an object because 'X', 'Y' must be set by an object initializer; add a constructor without parameters or 'static Order Create()'");
}
