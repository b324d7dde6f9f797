using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class UseAfterReturnTests
{
    [Theory]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); [|a[0]|] = 1;")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); int x = [|a[0]|];")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); stream.Write([|a|], 0, n);")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); Unknown([|a|]);")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); foreach (var x in [|a|]) n += x;")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); [|a[0]|] = 1; a[1] = 2;")]
    [InlineData("var a = Pool.Rent(n); try { a[0] = 1; } finally { Pool.Return(a); } [|a[1]|] = 2;")]
    [InlineData("var a = Pool.Rent(n); if (flag) { Pool.Return(a); } else { Pool.Return(a); } [|a[1]|] = 2;")]
    [InlineData("byte[]? r = n > 9 ? Pool.Rent(n) : null; if (r != null) { Pool.Return(r); [|r[0]|] = 1; }")]
    [InlineData("var a = Pool.Rent(n); if (flag) Pool.Return(a); [|a[0]|] = 1; if (!flag) Pool.Return(a);")]
    [InlineData("Pool.Return(given); [|given[0]|] = 1;")]
    [InlineData("var h = Quote.Rent(); Quote.Return(h); [|h.Value|].Id = 1;")]
    [InlineData("var h = Quote.Rent(); h.Dispose(); var p = [|h.Pointer|];")]
    [InlineData("var r = SearchRequest.Rent(); SearchRequest.Return(r); [|r.Hits|].Add(1);")]
    [InlineData("var r = SearchRequest.Rent(); SearchRequest.Return(r); [|r.Count|]++;")]
    [InlineData("var l = Quote.Lease(); l.Dispose(); [|l.Value|].Id = 1;")]
    public Task Use_after_return_is_reported_at_the_first_use(string body) => OwnershipTest.BodyAsync("SLAB103", body, "SLAB103");

    [Theory]
    [InlineData("var a = Pool.Rent(n); var s = a.AsSpan(0, n); Pool.Return(a); [|s[0]|] = 1;")]
    [InlineData("var a = Pool.Rent(n); Span<byte> s = a; var t = s.Slice(1); Pool.Return(a); [|t.Clear()|];")]
    [InlineData("var a = Pool.Rent(n); var s = new Span<byte>(a, 0, n); Pool.Return(a); [|s.Clear()|];")]
    [InlineData("var a = Pool.Rent(n); var s = a.AsSpan()[..n]; Pool.Return(a); stream.Write([|s|]);")]
    [InlineData("var a = Pool.Rent(n); Memory<byte> m = a.AsMemory(); Pool.Return(a); [|m.Span|].Clear();")]
    [InlineData("var a = Pool.Rent(n); var g = new ArraySegment<byte>(a); Pool.Return(a); [|g[0]|] = 1;")]
    [InlineData("var a = Pool.Rent(n); ReadOnlySpan<byte> s = a; Pool.Return(a); foreach (byte x in [|s|]) n += x;")]
    [InlineData("byte[]? r = null; Span<byte> s = (r = Pool.Rent(n)); Pool.Return(r); [|s[0]|] = 1;")]
    [InlineData("var h = Quote.Rent(); ref Quote q = ref h.Value; Quote.Return(h); [|q|].Id = 1;")]
    [InlineData("var h = Quote.Rent(); Quote* p = h.Pointer; Quote.Return(h); [|p|]->Id = 1;")]
    [InlineData("var l = SearchRequest.Lease(); var r = l.Value; l.Dispose(); [|r.Hits|].Add(1);")]
    public Task Use_of_a_view_after_return_is_reported(string body) => OwnershipTest.BodyAsync("SLAB103", body, "SLAB103");

    [Theory]
    [InlineData("var a = Pool.Rent(n); a[0] = 1; Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); if (flag) { Pool.Return(a); ThrowHelper(); } a[0] = 1; Pool.Return(a); static void ThrowHelper() => throw new Exception();")]
    [InlineData("var a = Pool.Rent(n); if (flag) Pool.Return(a); else _field = a; if (other) a[0] = 1;")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); int length = a.Length;")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); _list.Remove(a);")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); a = Pool.Rent(n); a[0] = 1; Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); a = given; a[0] = 1;")]
    [InlineData("var a = Pool.Rent(n); var s = a.AsSpan(); Pool.Return(a); s = default; s.Clear();")]
    [InlineData("byte[]? r = null; Span<byte> s = n <= 9 ? stackalloc byte[9] : (r = Pool.Rent(n)); if (r != null) Pool.Return(r); else s[0] = 1;")]
    [InlineData("var a = Pool.Rent(n); if (flag) Pool.Return(a); if (!flag) { a[0] = 1; Pool.Return(a); }")]
    [InlineData("while (true) { var a = Pool.Rent(n); a[0] = 1; Pool.Return(a); if (flag) break; }")]
    [InlineData("var a = Pool.Rent(n); var copy = a.AsSpan(0, n).ToArray(); Pool.Return(a); copy[0] = 1;")]
    [InlineData("var a = Pool.Rent(n); var first = a[0]; Pool.Return(a); n += first;")]
    [InlineData("var h = Quote.Rent(); var copy = h.Value; Quote.Return(h); copy.Id = 1;")]
    [InlineData("var h = Quote.Rent(); Quote.Return(h); bool alive = h.IsAlive; ulong bits = h.ToBits();")]
    [InlineData("using (var l = Quote.Lease()) { l.Value.Id = 1; } n = 2;")]
    [InlineData("var a = Pool.Rent(n); try { stream.Read(a); Pool.Return(a); } catch { a[0] = 0; Pool.Return(a); throw; }")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); a = null!; if (a != null) a[0] = 1;")]
    [InlineData("byte[] a = Pool.Rent(n); Pool.Return(a); Take(out a); a[0] = 1; static void Take(out byte[] x) => x = new byte[3];")]
    public Task Use_before_return_or_of_something_else_is_silent(string body) => OwnershipTest.BodyAsync("SLAB103", body, "SLAB103");
}
