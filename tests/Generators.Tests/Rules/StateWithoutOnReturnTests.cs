using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class StateWithoutOnReturnTests
{
    [Theory]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { public List<int> A = []; }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { public string A { get; set; } }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { public readonly List<int> A = []; partial void OnRent() { } }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { private (int, object) _a; }")]
    [InlineData("class B { protected object A; } [SizeClassPooled] sealed partial class [|C|] : B { }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|] { public event Action A; }")]
    public Task ReferencesWithoutOnReturnAreReported(string declaration) => RuleTest.VerifyAsync("SLAB008", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] sealed partial class C { public List<int> A = []; partial void OnReturn() => A.Clear(); }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public List<int> A = []; public void OnReturn() => A.Clear(); }")]
    [InlineData("class B { protected void OnReturn() { } } [SizeClassPooled] sealed partial class C : B { object a; }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public int A; public readonly string Name = \"\"; private readonly Lock _gate = new(); static object S; }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public List<int> A = []; private partial void OnReturn() => A.Clear(); }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public Memory<byte> Block { get; } = new byte[64]; }")]
    public Task WithOnReturnOrWithoutReferencesNothingIs(string declaration) => RuleTest.VerifyAsync("SLAB008", declaration);

    [Fact]
    public Task TheMessageCountsAndNamesTheFields() => RuleTest.VerifyMessageAsync("SLAB008",
        "[SizeClassPooled] sealed partial class [|Order|] { public object A, B, C, D; }",
        "'Order' has 4 fields that refer to other objects (A, B, C, ...) and no OnReturn: an idle object keeps them alive and shows them to its next user, so clear them in 'partial void OnReturn()'");
}
