using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Rules.Fields;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.Analyzers.Rules.Sizes;
using Slabwise.Analyzers.Rules.Threads;
using Slabwise.Analyzers.Tests.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Robustness;

public sealed class NeverCrashTests
{
    [Theory]
    [InlineData("void M() { var a = Pool.Rent(")]
    [InlineData("void M() { var a = Pool.Rent(3); Pool.Return(a")]
    [InlineData("void M() { Pool.Return(); Pool.Return(a: 3); }")]
    [InlineData("void M() { Pool.Rent(3) = null; }")]
    [InlineData("void M() { if (Pool.Rent(3) is { Length: var x }) goto nowhere; }")]
    [InlineData("void M() { again: var a = Pool.Rent(3); goto again; }")]
    [InlineData("void M() { goto inside; { var a = Pool.Rent(3); inside: Pool.Return(a); } }")]
    [InlineData("void M() { M(); Local(); void Local() { Local(); Pool.Return(Pool.Rent(1)); M(); } }")]
    [InlineData("void M() { Func<Func<Func<byte[]>>> f = () => () => () => { var a = Pool.Rent(3); return a; }; f()()(); }")]
    [InlineData("int P { get { var a = Pool.Rent(3); Pool.Return(a); return a[0]; } set => Pool.Return(Pool.Rent(value)); }")]
    [InlineData("byte[] F = Pool.Rent(3); Action G = () => { var a = Pool.Rent(3); Pool.Return(a); };")]
    [InlineData("void M() { try { var a = Pool.Rent(3); } catch when (Pool.Rent(4) != null) { } finally { try { Pool.Return(null!); } finally { } } }")]
    [InlineData("async IAsyncEnumerable<int> M() { var a = Pool.Rent(3); await foreach (var x in M()) yield return a[x]; Pool.Return(a); }")]
    [InlineData("void M(dynamic d) { var a = Pool.Rent(d); d.Use(a); Pool.Return(a); }")]
    [InlineData("void M() { var (a, b) = (Pool.Rent(1), Pool.Rent(2)); (a, b) = (b, a); Pool.Return(a); Pool.Return(b); }")]
    [InlineData("void M(int n) { var a = n switch { 1 => Pool.Rent(1), 2 when n > 3 => null, _ => throw new() }; Pool.Return(a!); }")]
    [InlineData("partial void M(); partial void M() { var a = Pool.Rent(1); }")]
    [InlineData("void M() { using (var x = Missing.Rent()) using (x) { Unknown2(x); } }")]
    [InlineData("void M(__arglist) { var a = Pool.Rent(1); Unknown(__refvalue(__makeref(a), byte[])); }")]
    [InlineData("void M() { Task.Run(); Task.Run(() => ); new Thread(M2).Start(); Parallel.For(0, x => x); }")]
    [InlineData("void M() { var a = new byte[]; var b = new byte[-1]; var c = new byte[int.MaxValue, int.MaxValue, int.MaxValue]; var d = new Missing[99999999]; }")]
    [InlineData("struct S { S s; } void M() { var a = new S[99999]; }")]
    public Task Unfinished_and_odd_code_does_no_harm(string members) => AnalyzeAsync(OwnershipTest.Wrap(members));

    [Fact]
    public async Task Source_cut_anywhere_does_no_harm()
    {
        Random random = new(20261122);
        string[] sources = [.. ValidCode.Sources.Select(source => source.Text)];
        for (int i = 0; i < 40; i++)
        {
            string source = sources[random.Next(sources.Length)];
            int from = random.Next(source.Length), length = random.Next(Math.Min(80, source.Length - from));
            await AnalyzeAsync(i % 2 == 0 ? source[..from] : source.Remove(from, length));
        }
    }

    [Fact]
    public async Task A_method_of_ten_thousand_lines_is_done_in_bounded_time()
    {
        StringBuilder body = new("void M(int n) {\n");
        for (int i = 0; i < 2_000; i++)
            body.Append($"var a{i} = Pool.Rent({i});\nif (n == {i})\n    a{i}[0] = 1;\ntry {{ UnknownSpan(a{i}); }}\nfinally {{ Pool.Return(a{i}); }}\n");
        Task analysis = AnalyzeAsync(OwnershipTest.Wrap(body.Append('}').ToString()));
        // Wide, because it tells an analysis that ends from one that does not, on however busy a machine.
        await analysis.WaitAsync(TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Deep_nesting_does_not_overflow_the_stack() => AnalyzeAsync(OwnershipTest.Wrap(
        "void M(int n) { var a = Pool.Rent(n); n = " + string.Concat(Enumerable.Repeat("(n + ", 300)) + "1" + new string(')', 300) + "; Pool.Return(a); }"));

    [Fact]
    public async Task Without_the_framework_nothing_is_reported()
    {
        Compilation compilation = OwnershipTest.For("SLAB101").Compile(OwnershipTest.Wrap("void M() { var a = Pool.Rent(1); }"));
        Assert.Empty(await OwnershipTest.For("SLAB101").AnalyzeAsync(compilation.WithReferences()));
    }

    private static async Task AnalyzeAsync(string source)
    {
        AnalyzerTest<OwnershipAnalyzer> ownership = new() { Sources = [SlabwiseStub.Source], AllowCompilerErrors = true };
        Compilation compilation = ownership.Compile(source);
        await ownership.AnalyzeAsync(compilation);
        await new AnalyzerTest<FieldAnalyzer>().AnalyzeAsync(compilation);
        await new AnalyzerTest<ThreadAnalyzer>().AnalyzeAsync(compilation);
        await new AnalyzerTest<SizeAnalyzer>().AnalyzeAsync(compilation);
    }
}
