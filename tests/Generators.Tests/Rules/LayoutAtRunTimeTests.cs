using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class LayoutAtRunTimeTests
{
    [Theory]
    [InlineData("[SizeClassPooled] partial struct [|S|] { public nint A; }")]
    [InlineData("[SizeClassPooled] partial struct [|S|]<T> where T : unmanaged { public T A; }")]
    [InlineData("[SizeClassPooled] partial struct [|S|] { public System.Numerics.Vector<int> A; }")]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] [SizeClassPooled] partial struct [|S|] { public int A; }")]
    [InlineData("[SizeClassPooled] partial struct [|S|] { public System.Collections.Specialized.BitVector32 A; }")]
    public Task ALayoutThatIsNotKnownIsReported(string declaration) => RuleTest.VerifyAsync("SLAB009", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] partial struct S { public int A; public Guid B; public DateTime C; public (int, long) D; public Pooled<S> E; public Pooled<int>? F; }")]
    public Task AKnownLayoutIsNot(string declaration) => RuleTest.VerifyAsync("SLAB009", declaration);

    [Fact]
    public Task TheMessageNamesTheField() => RuleTest.VerifyMessageAsync("SLAB009",
        "[SizeClassPooled] partial struct [|Node|] { public int A; public nint Next; }",
        "The slabs of 'Node' are laid out when its pool starts, not at compile time, because of field 'Next': 'nint' is as wide as a pointer, 4 or 8 bytes");
}
