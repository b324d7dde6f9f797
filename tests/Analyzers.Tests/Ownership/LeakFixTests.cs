using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class LeakFixTests
{
    [Fact]
    public Task An_array_goes_back_in_a_finally() => Fix().VerifyAsync(
        Method("""
                    byte[] a = [|ArrayPool<byte>.Shared.Rent(n)|];
                    a[0] = 1;
                    if (n == 3)
                    {
                        return;
                    }

                    a[1] = 2;
                    ArrayPool<byte>.Shared.Return(a);
            """),
        Method("""
                    byte[] a = ArrayPool<byte>.Shared.Rent(n);
                    try
                    {
                        a[0] = 1;
                        if (n == 3)
                        {
                            return;
                        }

                        a[1] = 2;
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(a);
                    }
            """));

    [Fact]
    public Task A_handle_becomes_a_using() => Fix().VerifyAsync(
        Method("""
                    Pooled<Quote> h = [|Quote.Rent()|];
                    if (n == 3) return;
                    Quote.Return(h);
            """),
        Method("""
                    using Pooled<Quote> h = Quote.Rent();
                    if (n == 3) return;
            """));

    [Fact]
    public Task A_handle_can_go_back_in_a_finally_too() => Fix(action: 1).VerifyAsync(
        Method("""
                    var h = [|Quote.Rent()|];
                    h.Value.Id = n;
            """),
        Method("""
                    var h = Quote.Rent();
                    try
                    {
                        h.Value.Id = n;
                    }
                    finally
                    {
                        Quote.Return(h);
                    }
            """));

    [Fact]
    public Task A_lease_becomes_a_using() => Fix().VerifyAsync(
        Method("""
                    var lease = {|SLAB108:Quote.Lease()|};
                    lease.Value.Id = n;
            """),
        Method("""
                    using var lease = Quote.Lease();
                    lease.Value.Id = n;
            """));

    [Fact]
    public Task A_pooled_object_goes_back_in_a_finally() => Fix().VerifyAsync(
        Method("""
                    SearchRequest request = [|SearchRequest.Rent()|];
                    request.Hits.Add(n);
            """),
        Method("""
                    SearchRequest request = SearchRequest.Rent();
                    try
                    {
                        request.Hits.Add(n);
                    }
                    finally
                    {
                        SearchRequest.Return(request);
                    }
            """));

    [Theory]
    [InlineData("byte[] a = [|ArrayPool<byte>.Shared.Rent(n)|]; if (n == 3) a = new byte[n]; a[0] = 1;")]
    [InlineData("byte[] a = [|ArrayPool<byte>.Shared.Rent(n)|]; if (n == 3) ArrayPool<byte>.Shared.Return(a);")]
    [InlineData("byte[] a = [|ArrayPool<byte>.Create().Rent(n)|]; a[0] = 1;")]
    public Task What_cannot_be_mended_safely_is_left_alone(string body) => Fix().VerifyNoFixAsync(Method(body));

    [Fact]
    public Task All_leaks_of_a_document_are_mended_together() => Fix().VerifyFixAllAsync(
        """
        using Slabwise;
        using Demo;

        class Code
        {
            void A()
            {
                var h = [|Quote.Rent()|];
                h.Value.Id = 1;
            }

            void B()
            {
                var h = [|Quote.Rent()|];
                h.Value.Id = 2;
            }
        }
        """,
        """
        using Slabwise;
        using Demo;

        class Code
        {
            void A()
            {
                using var h = Quote.Rent();
                h.Value.Id = 1;
            }

            void B()
            {
                using var h = Quote.Rent();
                h.Value.Id = 2;
            }
        }
        """);

    private static CodeFixTest<OwnershipAnalyzer, LeakFix> Fix(int action = 0) =>
        new() { Analyzer = OwnershipTest.For("SLAB101"), ActionIndex = action };

    private static string Method(string body) => $$"""
        using System.Buffers;
        using Slabwise;
        using Demo;

        class Code
        {
            void Method(int n)
            {
        {{body}}
            }
        }
        """;
}
