using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class LengthTests
{
    [Theory]
    [InlineData("var a = Pool.Rent(n); stream.Write([|a|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); stream.Write(a, 0, [|a.Length|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); stream.Write([|a.AsSpan()|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); stream.ReadExactly([|a|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(100); System.Text.Encoding.UTF8.GetString([|a|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); System.Security.Cryptography.SHA256.HashData([|new ReadOnlySpan<byte>(a)|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); ReadOnlySpan<byte> all = a; Convert.ToBase64String([|all|]); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); foreach (byte b in [|a|]) Console.WriteLine(b); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); int sum = 0; for (int i = 0; i < [|a.Length|]; i++) sum += a[i]; Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); byte last = [|a[^1]|]; Pool.Return(a);")]
    [InlineData("var c = ArrayPool<char>.Shared.Rent(n); var s = [|new string(c)|]; ArrayPool<char>.Shared.Return(c);")]
    [InlineData("using var o = MemoryPool<byte>.Shared.Rent(n); stream.Write([|o.Memory.Span|]);")]
    [InlineData("using var o = MemoryPool<byte>.Shared.Rent(n); var copy = [|o.Memory|].ToArray();")]
    [InlineData("var a = Pool.Rent(n); Array.Sort([|a|]); Pool.Return(a);")]
    [InlineData("var t = ArrayPool<Task>.Shared.Rent(n); Task.WaitAll([|t|]); ArrayPool<Task>.Shared.Return(t, true);")]
    public Task All_of_a_rental_taken_for_data_is_suggested_against(string body) => OwnershipTest.BodyAsync("SLAB113", body);

    [Theory]
    [InlineData("var a = Pool.Rent(n); int read = stream.Read(a); stream.Write(a, 0, read); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); int read = stream.Read(a, 0, a.Length); stream.Write(a.AsSpan(0, read)); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(4096); stream.Write(a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); if (a.Length == n) stream.Write(a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); Random.Shared.NextBytes(a); stream.Write(a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); for (int i = 0; i < a.Length; i++) a[i] = 1; stream.Write(a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); given.CopyTo(a, 0); given.AsSpan().CopyTo(a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); System.Security.Cryptography.SHA256.HashData(given, a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); System.Text.Encoding.UTF8.GetBytes(\"x\", a); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); a[^1] = 0; Pool.Return(a);")]
    [InlineData("var a = new byte[n]; stream.Write(a);")]
    [InlineData("using var o = MemoryPool<byte>.Shared.Rent(n); stream.Write(o.Memory.Span[..n]);")]
    [InlineData("using var o = MemoryPool<byte>.Shared.Rent(); stream.Write(o.Memory.Span);")]
    public Task Room_and_exact_parts_are_silent(string body) => OwnershipTest.BodyAsync("SLAB113", body);

    [Theory]
    [InlineData("var o = ArrayPool<object>.Shared.Rent(n); o[0] = this; [|ArrayPool<object>.Shared.Return(o)|];")]
    [InlineData("var o = ArrayPool<(int, string)>.Shared.Rent(n); o[0] = (1, \"\"); [|ArrayPool<(int, string)>.Shared.Return(o, clearArray: false)|];")]
    public Task References_that_go_back_with_the_array_are_suggested_against(string body) => OwnershipTest.BodyAsync("SLAB114", body);

    [Theory]
    [InlineData("var o = ArrayPool<object>.Shared.Rent(n); ArrayPool<object>.Shared.Return(o, true);")]
    [InlineData("var o = ArrayPool<object>.Shared.Rent(n); ArrayPool<object>.Shared.Return(o, flag);")]
    [InlineData("var o = ArrayPool<object>.Shared.Rent(n); Array.Clear(o, 0, n); ArrayPool<object>.Shared.Return(o);")]
    [InlineData("var o = ArrayPool<object>.Shared.Rent(n); o.AsSpan(0, n).Clear(); ArrayPool<object>.Shared.Return(o);")]
    [InlineData("var o = ArrayPool<object?>.Shared.Rent(n); for (int i = 0; i < n; i++) o[i] = null; ArrayPool<object?>.Shared.Return(o);")]
    [InlineData("var o = ArrayPool<(int, long)>.Shared.Rent(n); ArrayPool<(int, long)>.Shared.Return(o);")]
    [InlineData("var o = ArrayPool<DateTime>.Shared.Rent(n); ArrayPool<DateTime>.Shared.Return(o);")]
    [InlineData("Generic<string>(n); void Generic<T>(int m) { var o = ArrayPool<T>.Shared.Rent(m); ArrayPool<T>.Shared.Return(o); }")]
    public Task Cleared_arrays_and_plain_values_are_silent(string body) => OwnershipTest.BodyAsync("SLAB114", body);

    [Theory]
    [InlineData("var a = Quote.Rent(); var b = a; Quote.Return(a); {|SLAB109:Quote.Return(b)|};")]
    [InlineData("var a = Quote.Rent(); var b = a; a.Dispose(); {|SLAB109:b.Dispose()|};")]
    [InlineData("var a = SearchRequest.Rent(); var b = a; SearchRequest.Return(b); {|SLAB109:SearchRequest.Return(a)|};")]
    [InlineData("var a = MemoryPool<byte>.Shared.Rent(n); var b = a; a.Dispose(); {|SLAB109:b.Dispose()|};")]
    [InlineData("var a = Quote.Rent(); Quote.Return(a); {|SLAB102:Quote.Return(a)|};")]
    [InlineData("var a = Pool.Rent(n); var b = a; Pool.Return(a); {|SLAB102:Pool.Return(b)|};")]
    [InlineData("var a = Quote.Rent(); var b = a; b.Value.Id = 1; Quote.Return(a);")]
    public Task Copies_that_are_both_returned_have_a_rule_of_their_own(string body) => OwnershipTest.BodyAsync("SLAB109", body);

    [Theory]
    [InlineData("var lease = [|Quote.Lease()|]; lease.Value.Id = 1;")]
    [InlineData("var lease = [|SearchRequest.Lease()|]; lease.Value.Hits.Add(1); if (flag) return; lease.Dispose();")]
    [InlineData("var lease = [|Quote.Lease()|]; Unknown(given); lease.Dispose();")]
    public Task Lease_outside_of_a_using_is_reported(string body) => OwnershipTest.BodyAsync("SLAB108", body);

    [Theory]
    [InlineData("using var lease = Quote.Lease(); lease.Value.Id = 1;")]
    [InlineData("using (var lease = Quote.Lease()) { lease.Value.Id = 1; }")]
    [InlineData("var lease = Quote.Lease(); try { Unknown(given); } finally { lease.Dispose(); }")]
    [InlineData("var lease = Quote.Lease(); lease.Value.Id = 1; lease.Dispose();")]
    public Task Lease_that_is_disposed_on_every_way_out_is_silent(string body) => OwnershipTest.BodyAsync("SLAB108", body);
}
