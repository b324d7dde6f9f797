using Microsoft.CodeAnalysis.CodeFixes;
using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.Analyzers.Tests.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class OwnershipFixTests
{
    [Fact]
    public Task The_second_return_goes() => For<SecondReturnFix>("SLAB102").VerifyAsync(
        Method("""
                    byte[] a = Pool.Rent(n);
                    Pool.Return(a);
                    UnknownSpan(default);
                    [|Pool.Return(a)|];
            """),
        Method("""
                    byte[] a = Pool.Rent(n);
                    Pool.Return(a);
                    UnknownSpan(default);
            """));

    [Fact]
    public Task The_lone_statement_of_an_if_stays() => For<SecondReturnFix>("SLAB102").VerifyNoFixAsync(
        Method("byte[] a = Pool.Rent(n); Pool.Return(a); if (n > 3) [|Pool.Return(a)|];"));

    [Fact]
    public Task An_early_return_moves_behind_the_last_use() => For<LateReturnFix>("SLAB103").VerifyAsync(
        Method("""
                    byte[] a = Pool.Rent(n);
                    Span<byte> view = a;
                    Pool.Return(a);
                    [|view[0]|] = 1;
                    n++;
                    UnknownSpan(view);
                    n--;
            """),
        Method("""
                    byte[] a = Pool.Rent(n);
                    Span<byte> view = a;
                    view[0] = 1;
                    n++;
                    UnknownSpan(view);
                    Pool.Return(a);
                    n--;
            """));

    [Theory]
    [InlineData("byte[] a = Pool.Rent(n); Pool.Return(a); if (n > 3) return; Unknown([|a|]);")]
    [InlineData("byte[] a = Pool.Rent(n); if (n > 3) { Pool.Return(a); } else { Pool.Return(a); } Unknown([|a|]);")]
    public Task A_return_that_paths_leave_behind_stays(string body) => For<LateReturnFix>("SLAB103").VerifyNoFixAsync(Method(body));

    private static CodeFixTest<OwnershipAnalyzer, TFix> For<TFix>(string id)
        where TFix : CodeFixProvider, new() => new() { Analyzer = OwnershipTest.For(id, id) };

    private static string Method(string body) => OwnershipTest.Wrap($$"""
            void Method(int n)
            {
        {{body}}
            }
        """);
}
