using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class UnsupportedKindTests
{
    [Theory]
    [InlineData("[SizeClassPooled] sealed partial record [|C|];")]
    [InlineData("[SizeClassPooled] abstract partial class [|C|] { }")]
    [InlineData("[SizeClassPooled] static partial class [|C|] { }")]
    [InlineData("[SizeClassPooled] file partial struct [|S|] { }")]
    [InlineData("file partial class Outer { [SizeClassPooled] public partial struct [|S|] { } }")]
    [InlineData("[SizeClassPooled] ref partial struct [|S|] { }")]
    [InlineData("[SizeClassPooled] sealed partial class [|C|]<T> { }")]
    [InlineData("partial class Outer<T> { [SizeClassPooled] sealed partial class [|C|] { } }")]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] [SizeClassPooled] sealed partial class [|C|] { }")]
    [InlineData("[SizeClassPooled] abstract class [|C|] { }")]
    public Task AKindWithoutPoolIsReported(string declaration) => RuleTest.VerifyAsync("SLAB004", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] partial record struct S(int X);")]
    [InlineData("[SizeClassPooled] readonly partial struct S { }")]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] [SizeClassPooled] sealed partial class C { }")]
    [InlineData("partial class Outer<T> { [SizeClassPooled] partial struct S { public int A; } }")]
    public Task OtherKindsAreNot(string declaration) => RuleTest.VerifyAsync("SLAB004", declaration);

    [Fact]
    public Task TheMessageSaysHowLargeATypeIs() => RuleTest.VerifyMessageAsync("SLAB004",
        "[SizeClassPooled] unsafe partial struct [|Frame|] { public fixed byte Pixels[3000000]; }",
        "'Frame' cannot be pooled because it is 3,000,000 bytes large, and a slab takes objects of at most 1,048,576; allocate it from NativeHeap");
}
