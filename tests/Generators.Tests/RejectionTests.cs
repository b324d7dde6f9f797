using Microsoft.CodeAnalysis;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>A rejected type gets no code at all: half a pool would bury the rule's message under the compiler's own.</summary>
public class RejectionTests
{
    [Theory]
    [InlineData("[SizeClassPooled] struct S { }")]
    [InlineData("[SizeClassPooled] partial struct S { public string A; }")]
    [InlineData("[SizeClassPooled] partial struct S<T> { public T A; }")]
    [InlineData("class Outer { [SizeClassPooled] partial struct S { } }")]
    [InlineData("class Outer { partial class Middle { [SizeClassPooled] partial struct S { } } }")]
    [InlineData("[SizeClassPooled] partial record S { }")]
    [InlineData("[SizeClassPooled] abstract partial class S { }")]
    [InlineData("[SizeClassPooled] static partial class S { }")]
    [InlineData("file partial struct S { } [SizeClassPooled] file partial class T { }")]
    [InlineData("file partial class Outer { [SizeClassPooled] public partial struct S { } }")]
    [InlineData("[SizeClassPooled] ref partial struct S { }")]
    [InlineData("[SizeClassPooled] sealed partial class S<T> { }")]
    [InlineData("partial class Outer<T> { [SizeClassPooled] sealed partial class S { } }")]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] [SizeClassPooled] sealed partial class S { }")]
    [InlineData("[SizeClassPooled] unsafe partial struct S { public fixed byte A[1048577]; }")]
    [InlineData("[SizeClassPooled(Alignment = 3)] partial struct S { }")]
    [InlineData("[SizeClassPooled(Zeroed = true)] sealed partial class S { }")]
    [InlineData("[SizeClassPooled] partial struct S { public int Rent; }")]
    [InlineData("[SizeClassPooled] sealed partial class S(int x) { public int X => x; }")]
    public void ARejectedTypeGetsNoCode(string declaration)
    {
        (IReadOnlyList<GeneratedSourceResult> files, _) = GeneratorHost.Generate("using Slabwise;\n" + declaration);
        Assert.Empty(files);
    }

    [Fact]
    public void OneRejectedTypeDoesNotKeepAnotherFromItsCode()
    {
        (IReadOnlyList<GeneratedSourceResult> files, _) = GeneratorHost.Generate(
            "using Slabwise; [SizeClassPooled] struct Bad { } [SizeClassPooled] partial struct Good { }");
        Assert.Equal("Good.g.cs", Assert.Single(files).HintName);
    }

    [Fact]
    public void TheGeneratorReportsNothing()
    {
        GeneratorRunResult result = GeneratorHost.Run(GeneratorHost.Compile("[Slabwise.SizeClassPooled] struct Bad { public string A; }")).GetRunResult().Results.Single();
        Assert.Empty(result.Diagnostics);
        Assert.Null(result.Exception);
    }
}
