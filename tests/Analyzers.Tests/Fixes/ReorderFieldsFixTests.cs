using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Layout;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class ReorderFieldsFixTests
{
    [Fact]
    public Task Fields_go_by_alignment_with_their_comments() => Fix.VerifyAsync(
        """
        using Slabwise;
        [SizeClassPooled]
        public partial struct [|Order|]
        {
            /// <summary>Whether it may still be filled.</summary>
            public bool Open;
            public long Id; // the venue's

            public bool Filled;
            public int Venue { get; set; }
            public const int Version = 1;
        }
        """,
        """
        using Slabwise;
        [SizeClassPooled]
        public partial struct Order
        {
            public long Id; // the venue's
            public int Venue { get; set; }

            /// <summary>Whether it may still be filled.</summary>
            public bool Open;
            public bool Filled;
            public const int Version = 1;
        }
        """);

    [Fact]
    public Task Fields_on_one_line_stay_on_one() => Fix.VerifyAsync(
        "using Slabwise;\n[SizeClassPooled] partial struct [|Order|] { public bool A; public long B; public bool C, D; }\n",
        "using Slabwise;\n[SizeClassPooled] partial struct Order { public long B; public bool A; public bool C, D; }\n");

    [Theory]
    [InlineData("[SizeClassPooled] partial record struct [|Order|](bool A, long B, bool C);")]
    [InlineData("[SizeClassPooled] partial struct [|Order|] { public bool A = true; public long B; public bool C; public Order(int n) { } }")]
    [InlineData("[SizeClassPooled] partial struct [|Order|] { public bool A; public long B; } partial struct Order { public bool C; }")]
    [InlineData("[SizeClassPooled] partial struct [|Order|] { public bool A; public long B; public bool C; } class Reader { object M(Span<byte> b) => System.Runtime.InteropServices.MemoryMarshal.Read<Order>(b); }")]
    [InlineData("[SizeClassPooled] partial struct [|Order|] { public bool A; public long B; public bool C; } class Native { [System.Runtime.InteropServices.DllImport(\"n\")] static extern void M(Order o); }")]
    public Task Orders_that_somebody_counts_on_stay(string source) => Fix.VerifyNoFixAsync("using Slabwise;\n" + source);

    private static CodeFixTest<LayoutAnalyzer, ReorderFieldsFix> Fix => new()
    {
        Analyzer = new()
        {
            DefaultId = "SLAB401",
            OnlyIds = ["SLAB401"],
            Sources = ["namespace Slabwise { [AttributeUsage(AttributeTargets.Struct)] public sealed class SizeClassPooledAttribute : Attribute { } }"],
        },
    };
}
