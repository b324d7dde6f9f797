using Xunit;

namespace Slabwise.Generators.Tests.Rules;

public class ReferencesInStructTests
{
    [Theory]
    [InlineData("[SizeClassPooled] partial struct S { public string [|A|]; public int B; }")]
    [InlineData("[SizeClassPooled] partial struct S { public int[] [|A|]; public object [|B|]; }")]
    [InlineData("[SizeClassPooled] partial struct S { public (int, string) [|A|]; }")]
    [InlineData("struct Inner { public string A; } [SizeClassPooled] partial struct S { public Inner [|B|]; }")]
    [InlineData("[SizeClassPooled] partial struct S { public List<int> [|A|] { get; set; } }")]
    [InlineData("[SizeClassPooled] partial struct S<T> { public T [|A|]; }")]
    [InlineData("[SizeClassPooled] partial struct S { public Memory<byte> [|A|]; }")]
    [InlineData("[SizeClassPooled] partial struct S { public event Action [|A|]; }")]
    [InlineData("[SizeClassPooled] partial struct S(string [|text|]) { public int A => text.Length; }")]
    public Task AFieldThatIsOrHoldsAReferenceIsReported(string declaration) => RuleTest.VerifyAsync("SLAB002", declaration);

    [Theory]
    [InlineData("[SizeClassPooled] partial struct S { public int A; public Guid B; public static string C; public const string D = \"\"; public string E => \"\"; }")]
    [InlineData("[SizeClassPooled] partial struct {|SLAB009:S|}<T> where T : unmanaged { public T A; }")]
    [InlineData("[SizeClassPooled] unsafe partial struct {|SLAB009:S|} { public int* A; }")]
    [InlineData("[SizeClassPooled] sealed partial class {|SLAB008:C|} { public string A; }")]
    public Task FieldsWithoutReferencesAreNot(string declaration) => RuleTest.VerifyAsync("SLAB002", declaration);

    [Fact]
    public Task TheMessageNamesFieldAndType() => RuleTest.VerifyMessageAsync("SLAB002",
        "struct Inner { public string A; } [SizeClassPooled] partial struct Quote { public Inner [|Tag|]; }",
        "Field 'Tag' of pooled struct 'Quote' has type 'Inner', which holds references: slabs lie outside the GC heap, so keep an id or a handle instead, or make 'Quote' a class");
}
