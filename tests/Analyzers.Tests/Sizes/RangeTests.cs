using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Ranges;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Sizes;

/// <summary>What is known about the argument of <c>Ask</c>.</summary>
public sealed class RangeTests
{
    private const long Low = int.MinValue, High = int.MaxValue;

    [Theory]
    [InlineData("Ask(5);", 5, 5)]
    [InlineData("Ask(Math.Min(n, 4096));", Low, 4096)]
    [InlineData("Ask(Math.Max(n, 16));", 16, High)]
    [InlineData("Ask(Math.Clamp(n, 16, 4096));", 16, 4096)]
    [InlineData("Ask(int.Min(int.Max(n, 3), 7));", 3, 7)]
    [InlineData("Ask(flag ? 100 : 200);", 100, 200)]
    [InlineData("Ask(n < 50 ? n : 50);", Low, 50)]
    [InlineData("Ask((n & 0xFF) + 1);", 1, 256)]
    [InlineData("Ask((n & 0xFF) << 2);", 0, 1020)]
    [InlineData("Ask(Math.Abs(n % 10));", 0, 9)]
    [InlineData("Ask((int)BitOperations.RoundUpToPowerOf2((uint)(n & 0x7FF)));", 0, 2048)]
    [InlineData("Ask(sizeof(long) * 4);", 32, 32)]
    [InlineData("Ask(sizeof(Pair) * 2);", 24, 24)]
    [InlineData("Ask(Stated + 1);", 4098, 4098)]
    [InlineData("Ask(\"abc\".Length);", 3, 3)]
    [InlineData("Ask(given.Length);", 0, High)]
    [InlineData("Ask(n switch { 0 => 16, 1 => 32, _ => throw new() });", 16, 32)]
    [InlineData("Ask(n * 2);", Low, High)]
    [InlineData("checked { Ask(Math.Max(n, 8) * 2); }", 16, High)]
    public Task Expressions_state_a_range(string body, long min, long max) => AssertAsync(body, min, max);

    [Theory]
    [InlineData("if (n > 4096) throw new(); Ask(n);", Low, 4096)]
    [InlineData("if (n > 4096) return; Ask(n);", Low, 4096)]
    [InlineData("if (n <= 0 || n > 100) { return; } Ask(n);", 1, 100)]
    [InlineData("if (!(n < 100)) return; Ask(n);", Low, 99)]
    [InlineData("if (n is < 1 or > 100) return; Ask(n);", Low, High)]
    [InlineData("if (n is >= 1 and <= 100) Ask(n);", 1, 100)]
    [InlineData("if ((uint)n > 100) return; Ask(n);", 0, 100)]
    [InlineData("if ((uint)n <= 100) Ask(n);", 0, 100)]
    [InlineData("if (n <= 1024) { } else Ask(n);", 1025, High)]
    [InlineData("if (n > 3 && n < 10) { if (flag) Ask(n); }", 4, 9)]
    [InlineData("if (100 >= n) Ask(n);", Low, 100)]
    [InlineData("if (n > m) return; if (m > 50) return; Ask(n);", Low, High)]
    [InlineData("if (m > 50) return; if (n > m) return; Ask(n);", Low, 50)]
    [InlineData("ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 4096); Ask(n);", Low, 4096)]
    [InlineData("ArgumentOutOfRangeException.ThrowIfNegative(n); Ask(n);", 0, High)]
    [InlineData("System.Diagnostics.Debug.Assert(n <= 64); Ask(n);", Low, 64)]
    [InlineData("bool b = n <= 64 && Ask(n);", Low, 64)]
    [InlineData("while (n < 10) { Ask(n); break; }", Low, 9)]
    [InlineData("for (; n < 10;) { if (flag) continue; Ask(n); }", Low, 9)]
    [InlineData("if (given.Length > 100) return; Ask(given.Length);", 0, 100)]
    [InlineData("if (n > 4096) ThrowTooLarge(); Ask(n);", Low, 4096)]
    public Task Tests_that_were_passed_bound_a_variable(string body, long min, long max) => AssertAsync(body, min, max);

    [Theory]
    [InlineData("int k = Math.Min(n, 10); Ask(k);", Low, 10)]
    [InlineData("int k = 3; k = 5; Ask(k);", 5, 5)]
    [InlineData("if (n > 4096) n = 4096; Ask(n);", Low, 4096)]
    [InlineData("int k = 16; if (flag) { k = 32; } Ask(k);", 16, 32)]
    [InlineData("var a = new byte[300]; Ask(a.Length);", 300, 300)]
    [InlineData("var s = given.AsSpan(0, 20); Ask(s.Length);", 20, 20)]
    [InlineData("int k = 10; Func<bool> f = () => Ask(k);", 10, 10)]
    public Task Assignments_that_were_made_give_the_value(string body, long min, long max) => AssertAsync(body, min, max);

    [Theory]
    [InlineData("int k = 10; while (flag) { Ask(k); k *= 2; }")]
    [InlineData("int k = 10; if (flag) { k = 2; k += n; } Ask(k);")]
    [InlineData("int k = 10; Change(ref k); Ask(k);")]
    [InlineData("int k = 10; void Local() => k = n; Local(); Ask(k);")]
    [InlineData("int k = 10; k++; Ask(k);")]
    [InlineData("int k = 10; Func<bool> f = () => Ask(k); k = n;")]
    [InlineData("int k = 10; try { k = n; } finally { Ask(k); }")]
    [InlineData("if (n > 10) return; n = m; Ask(n);")]
    [InlineData("if (n > 10) return; if (flag) n = m; Ask(n);")]
    [InlineData("while (n < 10) { n = m; Ask(n); }")]
    [InlineData("if (n > 10) return; again: Ask(n); n = m; goto again;")]
    [InlineData("int* p = &n; if (n > 10) return; *p = 100; Ask(n);")]
    public async Task What_may_have_changed_is_not_known(string body)
    {
        Interval interval = await RangeOfAsync(body);
        Assert.False(interval is { Min: > int.MinValue, Max: < int.MaxValue }, interval.ToString());
    }

    [Fact]
    public Task Many_tests_in_a_row_do_not_overflow_the_stack() =>
        RangeOfAsync(string.Concat(Enumerable.Range(0, 3_000).Select(i => $"if (n > {i}) n = {i};\n")) + "Ask(n);");

    private static async Task AssertAsync(string body, long min, long max) => Assert.Equal(new Interval(min, max), await RangeOfAsync(body));

    private static async Task<Interval> RangeOfAsync(string body)
    {
        Compilation compilation = TestCompilation.Create([SizeTest.Wrap(body).Replace("void Take(object",
            "bool Ask(int k) => true; void Change(ref int k) { } static void ThrowTooLarge() => throw new(); void Take(object", StringComparison.Ordinal)
            .Replace("using Slabwise;", "", StringComparison.Ordinal)]);
        Assert.Empty(TestCompilation.Problems(compilation));
        SyntaxTree tree = compilation.SyntaxTrees.First();
        InvocationExpressionSyntax ask = (await tree.GetRootAsync()).DescendantNodes().OfType<InvocationExpressionSyntax>().Last(call => call.Expression.ToString() == "Ask");
        // From the root, as in a build: the operation of a lone expression has no parents.
        SemanticModel model = compilation.GetSemanticModel(tree);
        MethodDeclarationSyntax method = ask.Ancestors().OfType<MethodDeclarationSyntax>().First();
        IInvocationOperation call = model.GetOperation(method)!.Descendants().OfType<IInvocationOperation>().Single(operation => operation.Syntax == ask);
        return RangeAnalysis.Of(call.Arguments[0].Value);
    }
}
