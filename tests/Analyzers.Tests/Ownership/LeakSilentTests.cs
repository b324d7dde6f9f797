using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class LeakSilentTests
{
    [Theory]
    [InlineData("class Mine : MemoryStream { public Task Send(int n) => Core(Pool.Rent(n)); async Task Core(byte[] a) { try { await WriteAsync(a); } finally { Pool.Return(a); } } }")]
    [InlineData("class Mine : MemoryStream { readonly List<byte[]> _kept = []; public void Send(int n) => Keep(Pool.Rent(n)); void Keep(byte[] a) => _kept.Add(a); }")]
    [InlineData("void M(nint table) { nint p = System.Runtime.InteropServices.Marshal.AllocHGlobal(8); System.Runtime.InteropServices.Marshal.WriteIntPtr(table, p); }")]
    public Task What_a_method_of_ones_own_stream_or_native_memory_takes_is_silent(string members) => OwnershipTest.MembersAsync("SLAB101", members);

    [Fact]
    public Task Code_that_does_not_compile_may_keep_what_it_mentions() => new TestSupport.AnalyzerTest<Rules.Ownership.OwnershipAnalyzer> { AllowCompilerErrors = true, Sources = [SlabwiseStub.Source] }
        .VerifyAsync(OwnershipTest.Wrap("struct Context { public int Id; } void M() { Context* c = (Context*)System.Runtime.InteropServices.NativeMemory.Alloc(8); NoSuch.Method(ref c->Id); }"));

    [Theory]
    [InlineData("byte[]? r = null; Span<byte> s = n <= 256 ? stackalloc byte[256] : (r = Pool.Rent(n)); s[0] = 1; if (r != null) Pool.Return(r);")]
    [InlineData("byte[]? r = null; if (n > 256) r = Pool.Rent(n); UnknownSpan(r); if (r is not null) { Pool.Return(r); }")]
    [InlineData("byte[]? r = null; if (n > 256) r = Pool.Rent(n); if (r is { } rented) Pool.Return(rented);")]
    [InlineData("byte[]? r = null; if (n > 256) r = Pool.Rent(n); if (r is byte[] rented) Pool.Return(rented);")]
    [InlineData("byte[]? r = null; if (n > 256) r = Pool.Rent(n); if (r is null) return; Pool.Return(r);")]
    [InlineData("byte[]? r = null; try { r = Pool.Rent(n); r[0] = 1; } finally { if (r != null) Pool.Return(r); }")]
    [InlineData("byte[] r = n > 256 ? Pool.Rent(n) : new byte[n]; r[0] = 1; if (n > 256) Pool.Return(r);")]
    [InlineData("byte[] r = n > 256 ? Pool.Rent(n) : new byte[n]; r[0] = 1; if (!(n <= 256)) Pool.Return(r);")]
    [InlineData("byte[] r = 256 < n ? Pool.Rent(n) : new byte[n]; r[0] = 1; if (n > 256) Pool.Return(r);")]
    [InlineData("bool big = n > 256; byte[] r = big ? Pool.Rent(n) : new byte[n]; r[0] = 1; if (big) Pool.Return(r);")]
    [InlineData("bool big = n > 256; byte[] r = big ? Pool.Rent(n) : new byte[n]; r[0] = 1; if (n > 256) Pool.Return(r);")]
    [InlineData("bool rented = false; byte[] r = given; if (flag) { r = Pool.Rent(n); rented = true; } r[0] = 1; if (rented) Pool.Return(r);")]
    [InlineData("byte[] r = n > 0 ? Pool.Rent(n) : given; if (n != 0) Pool.Return(r);")]
    [InlineData("byte[] r = _pooled ? Pool.Rent(n) : given; UnknownSpan(r); if (_pooled) Pool.Return(r);")]
    [InlineData("byte[] r = Check(n) ? Pool.Rent(n) : given; if (Check(n)) Pool.Return(r);")]
    [InlineData("byte[] r = Pool.Rent(n); if (r.Length > 0) Pool.Return(r);")]
    [InlineData("byte[] r = given; if (r.Length < n) r = Pool.Rent(n); r[0] = 1; if (r != given) Pool.Return(r);")]
    [InlineData("byte[] r = given; if (r.Length < n) r = Pool.Rent(n); r[0] = 1; if (!ReferenceEquals(r, given)) Pool.Return(r);")]
    [InlineData("ArrayPool<byte>? p = flag ? Pool : null; byte[] r = p?.Rent(n) ?? new byte[n]; r[0] = 1; p?.Return(r);")]
    [InlineData("switch (n) { case 1: var a = Pool.Rent(n); Pool.Return(a); break; }")]
    [InlineData("byte[] r = given; switch (n) { case 1: r = Pool.Rent(n); break; } r[0] = 1; switch (n) { case 1: Pool.Return(r); break; }")]
    public Task A_return_that_is_tied_to_the_rent_is_understood(string body) => OwnershipTest.BodyAsync("SLAB101", body);

    [Theory]
    [InlineData("var a = Pool.Rent(n); try { if (flag) return; a[0] = 1; } finally { Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); try { stream.Read(a); } catch { Pool.Return(a); throw; } Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); try { stream.Read(a); Pool.Return(a); } catch (Exception) { }")]
    [InlineData("var a = Pool.Rent(n); if (n < 0) throw new ArgumentException(); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); if (n < 0) Environment.FailFast(null); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); try { try { if (flag) return; } finally { a[0] = 1; } } finally { Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); while (true) { if (stream.Read(a) == 0) { Pool.Return(a); return; } }")]
    [InlineData("var a = Pool.Rent(n); again: if (stream.Read(a) > 0) goto again; Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); lock (_list) { a[0] = 1; } Pool.Return(a);")]
    [InlineData("using var h = Quote.Rent(); h.Value.Id = 1; if (flag) return;")]
    [InlineData("using (var lease = Quote.Lease()) { lease.Value.Id = 1; if (flag) return; }")]
    [InlineData("using var lease = SearchRequest.Lease(); lease.Value.Hits.Add(1);")]
    [InlineData("if (Quote.TryRent(out var h)) { h.Value.Id = 1; Quote.Return(h); }")]
    [InlineData("if (!Quote.TryRent(out var h)) return; try { h.Value.Id = 1; } finally { h.TryReturn(); }")]
    [InlineData("Pooled<Quote>? h = null; if (flag) h = Quote.Rent(); if (h is { } live) Quote.Return(live);")]
    [InlineData("Pooled<Quote>? h = null; if (flag) h = Quote.Rent(); if (h.HasValue) Quote.Return(h.Value);")]
    [InlineData("var h = Quote.Rent(); if (h.IsAlive) h.Dispose();")]
    public Task A_return_on_every_normal_path_is_silent(string body) => OwnershipTest.BodyAsync("SLAB101", body);

    [Theory]
    [InlineData("var b = Pool.Rent(16); for (int i = 0; i < n; i++) { var c = Pool.Rent(b.Length * 2); b.CopyTo(c, 0); Pool.Return(b); b = c; } Pool.Return(b);")]
    [InlineData("byte[]? old = null; for (int i = 0; i < n; i++) { if (old != null) Pool.Return(old); old = Pool.Rent(i); } if (old != null) Pool.Return(old);")]
    [InlineData("for (int i = 0; i < n; i++) { var a = Pool.Rent(i); try { if (i == 3) continue; if (i == 4) break; } finally { Pool.Return(a); } }")]
    [InlineData("var a = Pool.Rent(n); do { if (flag) { var b = a; a = Pool.Rent(n * 2); Pool.Return(b); } } while (stream.Read(a) > 0); Pool.Return(a);")]
    public Task Loops_that_rent_anew_are_silent(string body) => OwnershipTest.BodyAsync("SLAB101", body);

    [Theory]
    [InlineData("ulong bits = Quote.Rent().ToBits(); n = (int)bits;")]
    [InlineData("_field = Pool.Rent(n);")]
    [InlineData("var a = Pool.Rent(n); _field = a;")]
    [InlineData("var a = Pool.Rent(n); _list.Add(a);")]
    [InlineData("var a = Pool.Rent(n); Unknown(a);")]
    [InlineData("var a = Pool.Rent(n); var s = new MemoryStream(a); s.ReadByte();")]
    [InlineData("var a = Pool.Rent(n); Interlocked.Exchange(ref _field, a);")]
    [InlineData("var a = Pool.Rent(n); Action give = () => Pool.Return(a); give();")]
    [InlineData("var a = Pool.Rent(n); Give(); void Give() => Pool.Return(a);")]
    [InlineData("byte[] a; Take(); Pool.Return(a!); void Take() => a = Pool.Rent(n);")]
    [InlineData("var pair = (Pool.Rent(n), n); Pool.Return(pair.Item1);")]
    [InlineData("(byte[] a, int k) = (Pool.Rent(n), n); Pool.Return(a);")]
    [InlineData("byte[][] all = [Pool.Rent(n), Pool.Rent(n)]; foreach (var a in all) Pool.Return(a);")]
    [InlineData("var segment = new ArraySegment<byte>(Pool.Rent(n), 0, n); Pool.Return(segment.Array!);")]
    [InlineData("Memory<byte> memory = Pool.Rent(n); if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(memory, out var s)) Pool.Return(s.Array!);")]
    [InlineData("ref byte[]? slot = ref _field; slot = Pool.Rent(n);")]
    [InlineData("var holder = new { Buffer = Pool.Rent(n) }; Pool.Return(holder.Buffer);")]
    public Task A_rental_that_is_handed_on_is_silent(string body) => OwnershipTest.BodyAsync("SLAB101", body);

    [Fact]
    public Task A_rental_that_leaves_the_method_is_silent() => OwnershipTest.MembersAsync("SLAB101", """
        sealed class Owner(byte[] array) : IDisposable { public void Dispose() => Pool.Return(array); }
        byte[] Make(int n) => Pool.Rent(n);
        byte[] Fill(int n) { var a = Pool.Rent(n); a[0] = 1; return a; }
        Owner Wrap(int n) { var a = Pool.Rent(n); a[0] = 1; return new Owner(a); }
        void Out(int n, out byte[] result) { var a = Pool.Rent(n); result = a; }
        bool Try(int n, out byte[]? result) { var a = Pool.Rent(n); if (n > 4) { Pool.Return(a); result = null; return false; } result = a; return true; }
        IEnumerable<byte[]> Each(int n) { for (int i = 0; i < n; i++) yield return Pool.Rent(i); }
        ArraySegment<byte> Segment(int n) { var a = Pool.Rent(n); return new ArraySegment<byte>(a, 0, n); }
        Pooled<Quote> Handle() { var h = Quote.Rent(); h.Value.Id = 1; return h; }
        """);

    [Fact]
    public Task Awaits_between_rent_and_return_are_silent() => OwnershipTest.MembersAsync("SLAB101", """
        async Task<int> CopyAsync(Stream from, Stream to)
        {
            byte[] buffer = Pool.Rent(4096);
            try
            {
                int total = 0, read;
                while ((read = await from.ReadAsync(buffer).ConfigureAwait(false)) > 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
                    total += read;
                }
                return total;
            }
            finally
            {
                Pool.Return(buffer);
            }
        }
        """);
}
