using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class MemberClashTests
{
    [Theory]
    [InlineData("[SizeClassPooled] partial struct S { public int [|Pool|]; }")]
    [InlineData("[SizeClassPooled] partial struct S { public static int [|Rent|]() => 1; }")]
    [InlineData("[SizeClassPooled] partial struct S { public void [|Return|](Pooled<S> handle) { } }")]
    [InlineData("[SizeClassPooled] partial struct S { public enum [|Lease|] { } }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public static C [|Rent|]() => null; public static bool TryRent(out C c) { c = null; return false; } }")]
    [InlineData("[SizeClassPooled] sealed partial class C { private int [|_slabwiseSlot|]; }")]
    [InlineData("[SizeClassPooled] partial struct [|Rent|] { }")]
    [InlineData("[SizeClassPooled] partial struct S<[|Pool|]> where Pool : unmanaged { }")]
    [InlineData("[SizeClassPooled] sealed partial class C { static void [|OnRent|]() { } int [|OnReturn|]() => 1; }")]
    [InlineData("[SizeClassPooled] sealed partial class C { public int [|OnReturn|] { get; set; } }")]
    public Task ANameThatThePoolNeedsIsReported(string declaration) => RuleTest.VerifyAsync("SLAB006", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] partial struct S { public static int Rent(int x) => x; public void Return() { } public static void Lease<T>() { } public void OnReturn(int x) { } }")]
    [InlineData("[SizeClassPooled] sealed partial class C { void OnRent(int x) { } void OnReturn<T>() { } public static void Return(int x) { } }")]
    public Task OverloadsThatLeaveRoomAreNot(string declaration) => RuleTest.VerifyAsync("SLAB006", declaration);

    [Fact]
    public Task TheMessageSaysWhoHasIt() => RuleTest.VerifyMessageAsync("SLAB006",
        "[SizeClassPooled] partial struct Quote { public int [|Pool|]; }",
        "Rename 'Pool' in 'Quote': the generated pool adds a member of that name, and its member has it already");
}
