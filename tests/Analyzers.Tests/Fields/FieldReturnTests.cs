using Xunit;

namespace Slabwise.Analyzers.Tests.Fields;

/// <summary>Returns and uses of a field within one call, also through helpers and locals.</summary>
public sealed class FieldReturnTests
{
    private const string Dispose = " public void Dispose() { if (_buf != null) { Pool.Return(_buf); _buf = null!; } }";

    [Theory]
    [InlineData("public void Reset() { Pool.Return(_buf); [|Pool.Return(_buf)|]; _buf = null!; }" + Dispose)]
    [InlineData("public void Reset() { var a = _buf; var b = _buf; Pool.Return(a); [|Pool.Return(b)|]; _buf = null!; }" + Dispose)]
    [InlineData("public void Reset() { Give(); [|Pool.Return(_buf)|]; _buf = null!; } void Give() => Pool.Return(_buf);" + Dispose)]
    [InlineData("public void Reset() { Pool.Return(_buf); [|Give()|]; _buf = null!; } void Give() { if (_buf != null) Pool.Return(_buf); }" + Dispose)]
    [InlineData("public void Reset() { try { Pool.Return(_buf); } finally { [|Pool.Return(_buf)|]; } _buf = null!; }" + Dispose)]
    [InlineData("public void Reset() { var b = _buf; Pool.Return(b); [|Dispose()|]; }" + Dispose)]
    public Task A_field_that_one_call_returns_twice_is_reported(string members) => FieldTest.MembersAsync("SLAB102", members);

    [Theory]
    [InlineData("public void Grow(int n) { [|Pool.Return(_buf)|]; _buf = Pool.Rent(n); }" + Dispose)]
    [InlineData("public void Grow() { int n = _buf.Length * 2; Free(); _buf = Pool.Rent(n); } void Free() { if (_buf != null) [|Pool.Return(_buf)|]; }" + Dispose)]
    [InlineData("public void Grow(int n) { if (_buf.Length < n) { [|Pool.Return(_buf)|]; _buf = Rent(n); } } static byte[] Rent(int n) => Pool.Rent(n);" + Dispose)]
    public Task A_return_before_the_rent_that_replaces_it_is_reported(string members) => FieldTest.MembersAsync("SLAB102", members);

    [Theory]
    [InlineData("public void Grow(int n) { var next = Pool.Rent(n); _buf.CopyTo(next, 0); Pool.Return(_buf); _buf = next; }" + Dispose)]
    [InlineData("public void Grow(int n) { var old = _buf; _buf = Pool.Rent(n); old.CopyTo(_buf, 0); Pool.Return(old); }" + Dispose)]
    [InlineData("public void Grow(int n) { Pool.Return(_buf); _buf = null!; _buf = Pool.Rent(n); }" + Dispose)]
    [InlineData("public void Grow() { Pool.Return(_buf); _buf = Pool.Rent(4096); }" + Dispose)]
    [InlineData("public void Grow(int n) { try { Pool.Return(_buf); _buf = Pool.Rent(n); } catch { _buf = null!; throw; } }" + Dispose)]
    [InlineData("public void Reset(bool f) { if (f) Pool.Return(_buf); if (f) _buf = null!; }" + Dispose)]
    [InlineData("public void Reset(bool f) { if (f) Pool.Return(_buf); else Touch(); if (!f) Pool.Return(_buf); _buf = null!; }" + Dispose)]
    [InlineData("public void Swap(byte[] given) { (_buf, given) = (given, _buf); Pool.Return(given); }" + Dispose)]
    public Task A_sound_replacement_is_silent(string members) => FieldTest.MembersAsync("SLAB102", members);

    [Theory]
    [InlineData("public int Grow() { var next = Pool.Rent(4096); Pool.Return(_buf); [|_buf.CopyTo(next, 0)|]; _buf = next; return 1; }" + Dispose)]
    [InlineData("public byte Last() { Pool.Return(_buf); byte b = [|_buf[0]|]; _buf = null!; return b; }" + Dispose)]
    [InlineData("public byte Last() { var a = _buf; Give(); byte b = [|a[0]|]; return b; } void Give() { Pool.Return(_buf); _buf = null!; }" + Dispose)]
    [InlineData("public byte Last() { Span<byte> s = _buf; Pool.Return(_buf); _buf = null!; return [|s[0]|]; }" + Dispose)]
    [InlineData("public void Last(Stream s) { Pool.Return(_buf); s.Write([|_buf|], 0, 1); _buf = null!; }" + Dispose)]
    public Task A_use_after_the_return_is_reported(string members) => FieldTest.MembersAsync("SLAB103", members);

    [Fact]
    public Task A_local_function_within_a_try_has_its_own_handlers() => FieldTest.MembersAsync("SLAB102", """
        public void Reset(int n)
        {
            try { for (int i = 0; i < n; i++) { if (i > 3) Give(); if (i > 7) break; } }
            catch (IOException) { _count = 1; }
            finally { _count = 2; }
            void Give() { Pool.Return(_buf); [|Pool.Return(_buf)|]; _buf = null!; }
        }
        public void Dispose() { if (_buf != null) { Pool.Return(_buf); _buf = null!; } }
        """);

    [Theory]
    [InlineData("public int Length() { Pool.Return(_buf); int n = _buf.Length; _buf = null!; return n; }" + Dispose)]
    [InlineData("public void Two() { var b = _buf; Pool.Return(b); b[0] = 1; _buf = null!; }" + Dispose)]
    [InlineData("public byte Renew(int n) { var b = _buf; _buf = null!; Pool.Return(b); _buf = Pool.Rent(n); return _buf[0]; }" + Dispose)]
    public Task What_is_no_use_or_the_other_engines_is_silent(string members) => FieldTest.MembersAsync("SLAB103", members);
}
