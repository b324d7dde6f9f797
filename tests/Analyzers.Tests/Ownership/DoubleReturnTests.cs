using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class DoubleReturnTests
{
    [Theory]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); [|Pool.Return(a)|];", "already returned at line")]
    [InlineData("var a = Pool.Rent(n); try { Pool.Return(a); a = Pool.Rent(n * 2); } finally { [|Pool.Return(a)|]; }", "If what comes after line")]
    public async Task Message_says_whether_it_takes_an_exception(string body, string words) =>
        Assert.Contains(words, Assert.Single(await OwnershipTest.BodyAsync("SLAB102", body)).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Theory]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); [|Pool.Return(a)|];")]
    [InlineData("var a = Pool.Rent(n); var b = a; Pool.Return(a); [|Pool.Return(b)|];")]
    [InlineData("var a = Pool.Rent(n); if (flag) Pool.Return(a); else Pool.Return(a); [|Pool.Return(a)|];")]
    [InlineData("var a = Pool.Rent(n); if (flag) { Pool.Return(a); [|Pool.Return(a)|]; } else Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); try { Pool.Return(a); } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); try { a[0] = 1; } finally { Pool.Return(a); } [|Pool.Return(a)|];")]
    [InlineData("Pool.Return(given); [|Pool.Return(given)|];")]
    [InlineData("var a = _field; if (a != null) { Pool.Return(a); } if (a != null) [|Pool.Return(a)|];")]
    [InlineData("var a = flag ? Pool.Rent(n) : given; Pool.Return(a); [|Pool.Return(a)|];")]
    [InlineData("var a = Pool.Rent(n); Unknown(a); Pool.Return(a); [|Pool.Return(a)|];")]
    [InlineData("while (flag) { var a = Pool.Rent(n); Pool.Return(a); [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); if (flag) { n++; Pool.Return(a); } [|Pool.Return(a)|];")]
    [InlineData("var h = Quote.Rent(); Quote.Return(h); [|Quote.Return(h)|];")]
    [InlineData("var h = Quote.Rent(); h.Dispose(); [|Quote.Return(h)|];")]
    [InlineData("var r = SearchRequest.Rent(); SearchRequest.Return(r); [|SearchRequest.Return(r)|];")]
    [InlineData("var s = new ArraySegment<byte>(Pool.Rent(n)); Pool.Return(s.Array!); [|Pool.Return(s.Array!)|];")]
    public Task Second_return_on_every_path_is_reported(string body) => OwnershipTest.BodyAsync("SLAB102", body);

    [Theory]
    [InlineData("var a = Pool.Rent(n); if (flag) Pool.Return(a); else a[0] = 1; if (!flag) Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); a = Pool.Rent(n); Pool.Return(a);")]
    [InlineData("byte[]? a = Pool.Rent(n); Pool.Return(a); a = null; if (a != null) Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); try { stream.Write(a, 0, n); Pool.Return(a); } catch { Pool.Return(a); throw; }")]
    [InlineData("var a = Pool.Rent(n); bool done = false; try { stream.Write(a, 0, n); Pool.Return(a); done = true; } finally { if (!done) Pool.Return(a); }")]
    [InlineData("for (int i = 0; i < n; i++) { var a = Pool.Rent(n); Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); if (flag) Pool.Return(a); if (other) Pool.Return(a);")]
    [InlineData("var h = Quote.Rent(); Quote.Return(h); h.TryReturn();")]
    [InlineData("var h = Quote.Rent(); Quote.Return(h); StructPool<Quote>.Shared.TryReturn(h);")]
    [InlineData("var p = StructPool<Quote>.Shared; Span<Pooled<Quote>> s = new Pooled<Quote>[9]; p.Rent(s); p.Return(s); p.Rent(s); s[0].Value.Id = 1; p.Return(s);")]
    [InlineData("var p = StructPool<Quote>.Shared; var s = new Pooled<Quote>[9]; p.Rent(s); p.Return(s); p.Rent(s); s[0].Value.Id = 1; p.Return(s);")]
    [InlineData("var h = Quote.Rent(); Quote.Return(h); if (h.IsAlive) Quote.Return(h);")]
    [InlineData("var a = _field!; Pool.Return(a); a = _field!; Pool.Return(a);")]
    [InlineData("foreach (var a in _list) Pool.Return(a);")]
    public Task A_single_return_on_each_path_is_silent(string body) =>
        OwnershipTest.BodyAsync("SLAB102", body, onlyId: "SLAB102");

    [Theory]
    [InlineData("var a = Pool.Rent(n); try { stream.Write(a, 0, n); } catch { Pool.Return(a); throw; } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); try { stream.Write(a, 0, n); } catch { Pool.Return(a); } [|Pool.Return(a)|];")]
    [InlineData("var a = Pool.Rent(n); try { if (n > 3) { Pool.Return(a); throw new ArgumentException(); } } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); try { stream.Read(a); Pool.Return(a); a = Pool.Rent(n * 2); } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); try { while (stream.Read(a) > 0) { Pool.Return(a); a = Pool.Rent(n * 2); } } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); try { foreach (var x in _list) { if (x.Length > a.Length) { Pool.Return(a); a = Pool.Rent(n * 2); } } } finally { [|Pool.Return(a)|]; }")]
    public Task Second_return_on_the_way_of_an_exception_is_reported(string body) => OwnershipTest.BodyAsync("SLAB102", body);

    [Theory]
    [InlineData("var a = Pool.Rent(n); bool done = false; try { stream.Write(a, 0, n); Pool.Return(a); done = true; } catch { n++; throw; } finally { if (!done) Pool.Return(a); }")]
    [InlineData("byte[]? a = Pool.Rent(n); try { stream.Write(a, 0, n); } catch { Pool.Return(a); a = null; throw; } finally { if (a != null) Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); try { stream.Read(a); var b = Pool.Rent(n * 2); Pool.Return(a); a = b; } finally { Pool.Return(a); }")]
    [InlineData("byte[]? a = Pool.Rent(n); try { stream.Read(a); Pool.Return(a); a = null; a = Pool.Rent(n * 2); } finally { if (a != null) Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); try { stream.Write(a, 0, n); } catch { Pool.Return(a); if (Check(n)) throw; return; } Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); bool ok = true; try { stream.Write(a, 0, n); } catch { Pool.Return(a); ok = false; } if (ok) Pool.Return(a);")]
    public Task A_single_return_whatever_throws_is_silent(string body) => OwnershipTest.BodyAsync("SLAB102", body, onlyId: "SLAB102");

    [Fact]
    public Task A_using_whose_value_was_returned_by_hand_is_reported() => OwnershipTest.BodyAsync("SLAB102",
        "using var [|h = Quote.Rent()|]; h.Value.Id = 1; h.Dispose();");

    [Fact]
    public async Task Message_says_where_the_first_return_is()
    {
        Diagnostic second = Assert.Single(await OwnershipTest.MembersAsync("SLAB102", """
            void M(byte[] a)
            {
                Pool.Return(a);
                [|Pool.Return(a)|];
            }
            """));
        Location first = Assert.Single(second.AdditionalLocations);
        int line = first.GetLineSpan().StartLinePosition.Line + 1;
        Assert.Equal(second.Location.GetLineSpan().StartLinePosition.Line, line);
        Assert.Contains($"already returned at line {line}", second.GetMessage(null), StringComparison.Ordinal);
    }
}
