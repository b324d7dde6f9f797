using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Layout;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Sizes;

public sealed class LayoutTests
{
    private const string Runtime = """
        namespace Slabwise
        {
            [AttributeUsage(AttributeTargets.Struct)] public sealed class SizeClassPooledAttribute : Attribute { public int Alignment { get; set; } }
            public sealed class StructPool<T> where T : unmanaged { public static StructPool<T> Shared => null!; }
        }
        """;

    [Theory]
    [InlineData("[SizeClassPooled] partial struct [|Order|] { public bool A; public long B; public bool C; public int D; }")]
    [InlineData("[SizeClassPooled] partial record struct [|Order|](bool A, long B, bool C);")]
    [InlineData("struct [|Raw|] { public byte A; public double B; public byte C; } class C { object P = StructPool<Raw>.Shared; object Q = StructPool<Raw>.Shared; }")]
    public Task Gaps_between_fields_warn(string source) => For("SLAB401").VerifyAsync("using Slabwise;\n" + source);

    [Theory]
    [InlineData("[SizeClassPooled] partial struct Order { public long B; public int D; public bool A, C; }")]
    [InlineData("[SizeClassPooled] partial struct Order { public long Id; public double Bid, Ask; public int Venue; }")]
    [InlineData("[SizeClassPooled] partial struct Order { public byte A; public long B; }")]
    [InlineData("[SizeClassPooled, System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] partial struct Order { public bool A; public long B; public bool C; }")]
    [InlineData("[SizeClassPooled] unsafe partial struct Order { public bool A; public long B; public bool C; public fixed byte D[4]; }")]
    [InlineData("[SizeClassPooled] partial struct Order { public bool A; public nint B; public bool C; }")]
    [InlineData("[SizeClassPooled] partial struct Order<T> where T : unmanaged { public bool A; public T B; public bool C; }")]
    [InlineData("[SizeClassPooled(Alignment = 64)] partial struct Order { public bool A; public long B; public bool C; }")]
    [InlineData("partial struct Order { public bool A; public long B; public bool C; }")]
    [InlineData("[SizeClassPooled] partial struct Order { public bool A; public Large B; public bool C; } unsafe struct Large { public fixed long D[200_000]; }")]
    public Task Orders_that_are_good_or_meant_are_silent(string source) => For("SLAB401").VerifyAsync("using Slabwise;\n" + source);

    [Theory]
    [InlineData("[SizeClassPooled(Alignment = 64)] partial struct [|Wide|] { public long A, B, C, D, E, F, G, H, I; }")]
    [InlineData("[SizeClassPooled] unsafe partial struct [|Page|] { public fixed byte A[65_537]; }")]
    public Task Just_past_a_boundary_warns(string source) => For("SLAB402").VerifyAsync("using Slabwise;\n" + source);

    [Theory]
    [InlineData("[SizeClassPooled(Alignment = 64)] partial struct Wide { public long A, B, C, D, E, F, G, H; }")]
    [InlineData("[SizeClassPooled(Alignment = 64)] partial struct Wide { public long A, B, C, D, E, F, G, H, I, J, K, L, M; }")]
    [InlineData("[SizeClassPooled] partial struct Nine { public long A, B, C, D, E, F, G, H, I; }")]
    [InlineData("[SizeClassPooled(Alignment = 3)] partial struct Bad { public long A; }")]
    [InlineData("[SizeClassPooled] unsafe partial struct Huge { public fixed byte A[16_777_217]; }")]
    public Task Sizes_that_fill_their_slots_are_silent(string source) => For("SLAB402").VerifyAsync("using Slabwise;\n" + source);

    [Fact]
    public async Task Messages_have_the_order_and_the_sizes()
    {
        Diagnostic padding = Assert.Single(await For("SLAB401").VerifyAsync(
            "using Slabwise;\n[SizeClassPooled] partial struct [|Order|] { public bool A; public long B; public bool C; public int D; }"));
        Assert.Equal("'Order' takes 24 bytes, 10 of them padding; in the order B, D, A, C it takes 16, and 64 KiB of slabs hold 4,096 instead of 2,730", padding.GetMessage(null));
        Diagnostic edge = Assert.Single(await For("SLAB402").VerifyAsync(
            "using Slabwise;\n[SizeClassPooled(Alignment = 64)] partial struct [|Wide|] { public long A, B, C, D, E, F, G, H, I; }"));
        Assert.Equal("'Wide' has 72 bytes and takes 128 of its slabs; with 64 bytes, 8 fewer, it would take 64", edge.GetMessage(null));
    }

    private static AnalyzerTest<LayoutAnalyzer> For(string id) => new() { DefaultId = id, OnlyIds = [id], Sources = [Runtime] };
}
