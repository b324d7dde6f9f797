using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class LeakTests
{
    [Theory]
    [InlineData("var a = [|Pool.Rent(n)|]; System.Runtime.InteropServices.Marshal.ThrowExceptionForHR(n);")]
    [InlineData("var a = [|Pool.Rent(n)|]; ThrowOnError(n); void ThrowOnError(int code) { if (code < 0) throw new IOException(); }")]
    public Task A_helper_that_throws_only_sometimes_hides_no_leak(string body) => OwnershipTest.BodyAsync("SLAB101", body);

    [Theory]
    [InlineData("var a = [|Pool.Rent(n)|]; a[0] = 1;")]
    [InlineData("var a = [|Pool.Rent(n)|]; if (flag) return; Pool.Return(a);")]
    [InlineData("var a = [|Pool.Rent(n)|]; if (flag) Pool.Return(a);")]
    [InlineData("var a = [|Pool.Rent(n)|]; int read = stream.Read(a, 0, n); if (read == 0) return; Pool.Return(a);")]
    [InlineData("while (flag) { var a = [|Pool.Rent(n)|]; if (stream.Read(a) == 0) break; Pool.Return(a); }")]
    [InlineData("for (int i = 0; i < n; i++) { var a = [|Pool.Rent(n)|]; if (i == 3) continue; Pool.Return(a); }")]
    [InlineData("switch (n) { case 1: var a = [|Pool.Rent(n)|]; a[0] = 1; break; case 2: var b = Pool.Rent(n); Pool.Return(b); break; }")]
    [InlineData("var a = [|Pool.Rent(n)|]; try { if (flag) return; a[0] = 1; Pool.Return(a); } catch { Pool.Return(a); throw; }")]
    [InlineData("var a = [|Pool.Rent(n)|]; try { a[0] = 1; } finally { if (flag) Pool.Return(a); }")]
    [InlineData("if (n < 0) throw new ArgumentException(); var a = [|Pool.Rent(n)|]; if (n == 5) return; Pool.Return(a);")]
    [InlineData("Span<byte> span = [|Pool.Rent(n)|]; span.Fill(1);")]
    [InlineData("var a = [|Pool.Rent(n)|]; fixed (byte* p = a) { p[0] = 1; }")]
    [InlineData("byte[]? r = null; Span<byte> s = n <= 256 ? stackalloc byte[256] : (r = [|Pool.Rent(n)|]); if (!System.Buffers.Text.Utf8Formatter.TryFormat(n, s, out int m)) return; if (r != null) Pool.Return(r);")]
    [InlineData("foreach (byte[] x in _list) { var a = [|Pool.Rent(n)|]; foreach (byte b in x) a[0] += b; }")]
    [InlineData("var h = [|Quote.Rent()|]; h.Value.Id = 1;")]
    [InlineData("var h = [|StructPool<Quote>.Shared.Rent()|]; if (flag) return; StructPool<Quote>.Shared.Return(h);")]
    [InlineData("if (![|Quote.TryRent(out var h)|]) return; h.Value.Id = 1;")]
    [InlineData("var r = [|SearchRequest.Rent()|]; r.Hits.Add(1); if (flag) return; SearchRequest.Return(r);")]
    [InlineData("Action f = () => { var a = [|Pool.Rent(n)|]; a[0] = 1; }; f();")]
    [InlineData("Local(); void Local() { var a = [|Pool.Rent(n)|]; a[0] = 1; }")]
    public Task Leak_on_a_normal_path_is_reported_at_the_rent(string body) => OwnershipTest.BodyAsync("SLAB101", body);

    [Fact]
    public Task Await_between_rent_and_exit_does_not_hide_a_leak() => OwnershipTest.MembersAsync("SLAB101", """
        async Task<int> ReadAsync(Stream stream)
        {
            byte[] buffer = [|Pool.Rent(512)|];
            int read = await stream.ReadAsync(buffer);
            if (read == 0) return 0;
            Pool.Return(buffer);
            return read;
        }
        """);

    [Fact]
    public async Task Message_names_the_exit_that_leaks()
    {
        Diagnostic leak = Assert.Single(await OwnershipTest.MembersAsync("SLAB101", """
            int M(bool flag)
            {
                var a = [|Pool.Rent(16)|];
                if (flag)
                    return 7;
                Pool.Return(a);
                return 8;
            }
            """));
        int line = leak.Location.GetLineSpan().StartLinePosition.Line + 1 + 2;
        Assert.Equal($"The 'byte[]' that 'Pool.Rent(16)' rents is not returned on the path that leaves at line {line}", leak.GetMessage(null));
    }

    [Fact]
    public Task Own_attributes_declare_own_pools() => OwnershipTest.MembersAsync("SLAB101", """
        [return: ReturnsOwned] static object Take() => new();
        static void Give([Owned] object value) { }
        static void Look([Borrowed] object value) { }
        void Leaks() { var o = [|Take()|]; Look(o); }
        void Gives() { var o = Take(); Look(o); Give(o); }
        """, onlyId: "SLAB101");
}
