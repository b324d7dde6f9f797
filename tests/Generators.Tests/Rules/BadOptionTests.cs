using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class BadOptionTests
{
    [Theory]
    [InlineData("[SizeClassPooled([|Alignment = 3|])] partial struct S { }")]
    [InlineData("[SizeClassPooled([|Alignment = 8192|])] partial struct S { }")]
    [InlineData("[SizeClassPooled([|Alignment = -8|])] partial struct S { }")]
    [InlineData("[SizeClassPooled([|Cache = (CacheKind)7|])] partial struct S { }")]
    [InlineData("[SizeClassPooled([|Safety = (SafetyKind)(-1)|])] partial struct S { }")]
    [InlineData("[SizeClassPooled([|MaxCached = -1|], [|MaxBytes = -1|])] partial struct S { }")]
    [InlineData("[SizeClassPooled([|MaxBytes = 1000|])] partial struct S { public long A; }")]
    public Task AValueWithoutMeaningIsReported(string declaration) => RuleTest.VerifyAsync("SLAB005", declaration);

    [Theory]
    [InlineData("[SizeClassPooled([|Alignment = 64|])] sealed partial class C { }")]
    [InlineData("[SizeClassPooled([|Zeroed = true|], [|Safety = SafetyKind.Unchecked|], [|MaxBytes = 65536|])] sealed partial class C { }")]
    public Task AnOptionOfStructsIsReportedOnAClass(string declaration) => RuleTest.VerifyAsync("SLAB005", declaration);

    [Theory]
    [InlineData("[SizeClassPooled(Alignment = 4096, Cache = CacheKind.PerThread, Safety = SafetyKind.Unchecked, MaxCached = 1, MaxBytes = 1 << 30, Zeroed = true)] partial struct S { }")]
    [InlineData("[SizeClassPooled(Alignment = 0, Zeroed = false, Safety = SafetyKind.Checked, MaxBytes = 0, MaxCached = 8, Cache = CacheKind.PerThread)] sealed partial class C { }")]
    public Task AValueInRangeIsNot(string declaration) => RuleTest.VerifyAsync("SLAB005", declaration);

    [Fact]
    public Task TheMessageShowsAnOptionAsItIsWritten() => RuleTest.VerifyMessageAsync("SLAB005",
        "[SizeClassPooled([|Safety = SafetyKind.Unchecked|])] sealed partial class Order { }",
        "Safety = SafetyKind.Unchecked has no meaning for 'Order': Safety is an option of structs; objects lie on the GC heap");

    [Fact]
    public Task TheMessageSaysWhatASlabTakes() => RuleTest.VerifyMessageAsync("SLAB005",
        "[SizeClassPooled([|MaxBytes = 4096|])] partial struct Quote { public long A, B, C, D; }",
        "MaxBytes = 4,096 has no meaning for 'Quote': MaxBytes is at least the 65,536 bytes of one slab");
}
