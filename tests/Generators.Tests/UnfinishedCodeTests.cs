using Microsoft.CodeAnalysis;
using Slabwise.Generators.Tests.Rules;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>What an editor holds while somebody types must make neither the generator nor the analyzer throw.</summary>
public class UnfinishedCodeTests
{
    public static TheoryData<string> Snippets =>
    [
        "[SizeClassPooled] partial struct",
        "[SizeClassPooled] partial struct S { public Unknown A; public List< B; }",
        "[SizeClassPooled(Alignment = )] partial struct S { }",
        "[SizeClassPooled(Alignment = Missing, Cache = (CacheKind)\"x\", MaxBytes = 1.5)] partial struct S { }",
        "[SizeClassPooled] partial struct S { public S Self; }",
        "[SizeClassPooled] partial struct S { public T Other; } partial struct T { public S Other; }",
        "[SizeClassPooled] partial struct S { } [SizeClassPooled] partial struct S { }",
        "[SizeClassPooled] sealed partial class S : S { partial void OnReturn() => }",
        "[SizeClassPooled] [SizeClassPooled] partial class S : Missing { partial int OnRent(); }",
        "[System.Runtime.CompilerServices.InlineArray(-1)] [SizeClassPooled] partial struct S { int A; }",
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] [SizeClassPooled] partial struct S { int A; [System.Runtime.InteropServices.FieldOffset(-5)] int B; }",
        "[SizeClassPooled] unsafe partial struct S { fixed int A[2000000000]; fixed string B[]; }",
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = -3, Size = -1)] [SizeClassPooled] partial struct S { long A; }",
        "[SizeClassPooled] partial enum S { } [SizeClassPooled] partial interface T { } [SizeClassPooled] partial delegate void D();",
        "namespace ; [SizeClassPooled] partial class { }",
    ];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void TheGeneratorDoesNotThrow(string code)
    {
        GeneratorRunResult result = GeneratorHost.Run(GeneratorHost.Compile("using Slabwise;\n" + code)).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task TheAnalyzerDoesNotThrow(string code) =>
        Assert.False((await RuleTest.For("SLAB001").AnalyzeAsync(GeneratorHost.Compile("using Slabwise;\n" + code))).IsDefault);

    [Fact]
    public Task APragmaSilencesARule() => RuleTest.VerifyAsync("SLAB001",
        "\n#pragma warning disable SLAB001\n[SizeClassPooled] struct S { }\n#pragma warning restore SLAB001\n[SizeClassPooled] struct [|T|] { }");
}
