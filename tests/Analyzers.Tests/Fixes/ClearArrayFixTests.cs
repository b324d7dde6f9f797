using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.Analyzers.Tests.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class ClearArrayFixTests
{
    [Theory]
    [InlineData("Return(a)", "Return(a, clearArray: true)")]
    [InlineData("Return(a, false)", "Return(a, true)")]
    [InlineData("Return(clearArray: false, array: a)", "Return(clearArray: true, array: a)")]
    [InlineData("Return(array: a)", "Return(array: a, clearArray: true)")]
    public Task The_pool_clears_what_comes_back(string before, string after) => Fix.VerifyAsync(
        Method($"string[] a = ArrayPool<string>.Shared.Rent(n); [|ArrayPool<string>.Shared.{before}|];"),
        Method($"string[] a = ArrayPool<string>.Shared.Rent(n); ArrayPool<string>.Shared.{after};"));

    [Fact]
    public Task Both_branches_are_fixed_in_one_go() => Fix.VerifyFixAllAsync(
        Method("string[] a = ArrayPool<string>.Shared.Rent(n); if (n > 3) [|ArrayPool<string>.Shared.Return(a)|]; else [|ArrayPool<string>.Shared.Return(a)|];"),
        Method("string[] a = ArrayPool<string>.Shared.Rent(n); if (n > 3) ArrayPool<string>.Shared.Return(a, clearArray: true); else ArrayPool<string>.Shared.Return(a, clearArray: true);"));

    private static CodeFixTest<OwnershipAnalyzer, ClearArrayFix> Fix => new() { Analyzer = OwnershipTest.For("SLAB114", "SLAB114") };

    private static string Method(string body) => OwnershipTest.Wrap($"void Method(int n) {{ {body} }}");
}
