using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Sizes;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Sizes;

public sealed class LargeObjectTests
{
    [Theory]
    [InlineData("var a = [|new byte[84_976]|];")]
    [InlineData("var a = [|new byte[85_000]|];")]
    [InlineData("var a = [|new double[10_622]|];")]
    [InlineData("var a = [|new string[10_622]|];")]
    [InlineData("var a = [|new DayOfWeek[21_244]|];")]
    [InlineData("var a = [|new Pair[7_082]|];")]
    [InlineData("var a = [|new byte[1, 84_960]|];")]
    [InlineData("var a = [|GC.AllocateUninitializedArray<byte>(Size * 2)|];")]
    [InlineData("var a = [|ArrayPool<byte>.Shared.Rent(65_537)|];")]
    [InlineData("var a = [|ArrayPool<long>.Shared.Rent(8_193)|];")]
    public async Task Just_above_the_edge_warns(string body) => Assert.Equal(DiagnosticSeverity.Warning, await SeverityAsync(body));

    [Theory]
    [InlineData("var a = [|new byte[1_000_000]|];")]
    [InlineData("var a = [|ArrayPool<byte>.Shared.Rent(100_000)|];")]
    [InlineData("for (int i = 0; i < 9; i++) Take([|ArrayPool<byte>.Shared.Rent(100_000)|]);")]
    [InlineData("for (byte[] a = [|new byte[200_000]|]; a[0] < 9; a[0]++) { }")]
    [InlineData("foreach (byte b in [|new byte[200_000]|]) Take(null);")]
    [InlineData("for (int i = 0; i < 9; i++) { Func<byte[]> f = () => [|new byte[200_000]|]; }")]
    public async Task Far_above_the_edge_suggests(string body) => Assert.Equal(DiagnosticSeverity.Info, await SeverityAsync(body));

    [Theory]
    [InlineData("for (int i = 0; i < 9; i++) Take([|new byte[200_000]|]);")]
    [InlineData("while (true) Take([|new byte[200_000]|]);")]
    [InlineData("foreach (int i in new int[3]) Take([|new byte[200_000]|]);")]
    public async Task In_a_loop_it_warns(string body) => Assert.Equal(DiagnosticSeverity.Warning, await SeverityAsync(body));

    [Theory]
    [InlineData("var a = new byte[84_975];")]
    [InlineData("var a = new double[10_621];")]
    [InlineData("var a = new Pair[7_081];")]
    [InlineData("var a = new byte[1, 84_959];")]
    [InlineData("var a = ArrayPool<byte>.Shared.Rent(65_536);")]
    [InlineData("var a = new byte[n];")]
    [InlineData("var a = new System.Collections.Immutable.ImmutableArray<int>.Enumerator[80_000];")]
    [InlineData("var a = GC.AllocateArray<byte>(200_000, pinned: true);")]
    [InlineData("Span<byte> a = stackalloc byte[100_000];")]
    [InlineData("var a = new byte[0, 84_960];")]
    public Task Below_the_edge_or_unknown_is_silent(string body) => Test.VerifyAsync(Wrap(body));

    [Fact]
    public Task A_table_made_once_is_silent() => Test.VerifyAsync("class C { static readonly byte[] Table = new byte[100_000]; }");

    [Fact]
    public async Task Message_carries_the_sizes()
    {
        Diagnostic array = Assert.Single(await Test.VerifyAsync(Wrap("var a = [|new byte[85_000]|];")));
        Assert.Contains("85,000 'byte' takes 85,024 bytes", array.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("84,975 elements, 25 fewer", array.GetMessage(null), StringComparison.Ordinal);
        Diagnostic pooled = Assert.Single(await Test.VerifyAsync(Wrap("var a = [|ArrayPool<byte>.Shared.Rent(65_537)|];")));
        Assert.Contains("65,537 'byte' up to 131,072, an array of 131,096 bytes", pooled.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("65,536 elements, 1 fewer", pooled.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_edge_is_where_the_runtime_has_it()
    {
        AssertSmall(GC.GetGeneration(new byte[84_975]));
        Assert.Equal(2, GC.GetGeneration(new byte[84_976]));
        AssertSmall(GC.GetGeneration(new double[10_621]));
        Assert.Equal(2, GC.GetGeneration(new double[10_622]));
        AssertSmall(GC.GetGeneration(new byte[1, 84_959]));
        Assert.Equal(2, GC.GetGeneration(new byte[1, 84_960]));
        Assert.Equal(131_072, System.Buffers.ArrayPool<byte>.Shared.Rent(65_537).Length);
    }

    // A collection may come between the allocation and the question.
    private static void AssertSmall(int generation) => Assert.InRange(generation, 0, 1);

    private static AnalyzerTest<SizeAnalyzer> Test => new() { DefaultId = "SLAB303" };

    private static async Task<DiagnosticSeverity> SeverityAsync(string body) =>
        Assert.Single(await Test.VerifyAsync(Wrap(body))).Severity;

    private static string Wrap(string body) => $$"""
        using System.Buffers;
        struct Pair { int A; byte B; int C; }
        class Code
        {
            const int Size = 42_500;
            void Take(byte[]? array) { }
            void Method(int n)
            {
            {{body}}
            }
        }
        """;
}
