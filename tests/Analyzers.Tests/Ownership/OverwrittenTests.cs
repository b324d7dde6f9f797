using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class OverwrittenTests
{
    [Theory]
    [InlineData("var a = Pool.Rent(n); a[0] = 1; [|a = Pool.Rent(n * 2)|]; Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); [|a = new byte[n]|]; a[0] = 1;")]
    [InlineData("byte[]? a = Pool.Rent(n); a[0] = 1; [|a = null|];")]
    [InlineData("var a = Pool.Rent(n); while (stream.Read(a) > 0) { [|a = Pool.Rent(a.Length * 2)|]; } Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); if (n > a.Length) { var b = Pool.Rent(n); a.CopyTo(b, 0); [|a = b|]; } Pool.Return(a);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); *p = 1; [|p = null|]; NativeMemory.Free(p);")]
    [InlineData("var o = MemoryPool<byte>.Shared.Rent(n); if (flag) [|o = MemoryPool<byte>.Shared.Rent(2 * n)|]; o.Dispose();")]
    [InlineData("byte[] a = Pool.Rent(n), b = Pool.Rent(n); [|(a, b) = (b, given)|]; Pool.Return(a);")]
    public Task A_lost_rental_is_reported_where_it_is_lost(string body) => FamilyTests.BodyAsync("SLAB106", body);

    [Theory]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); a = Pool.Rent(n); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); var b = a; a = Pool.Rent(n); Pool.Return(a); Pool.Return(b);")]
    [InlineData("var a = Pool.Rent(n); if (flag) { var old = a; a = Pool.Rent(n); old.CopyTo(a, 0); Pool.Return(old); } Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); var s = new ArraySegment<byte>(a); a = null!; Pool.Return(s.Array!);")]
    [InlineData("byte[] a = Pool.Rent(n), b = Pool.Rent(n); (a, b) = (b, a); Pool.Return(a); Pool.Return(b);")]
    [InlineData("var a = Pool.Rent(n); _field = a; a = Pool.Rent(n); Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); try { stream.Write(a, 0, n); } finally { Pool.Return(a); a = null!; }")]
    [InlineData("void* p = NativeMemory.Alloc(8); p = NativeMemory.Realloc(p, 9); NativeMemory.Free(p);")]
    public Task A_rental_that_is_returned_or_kept_is_silent(string body) => FamilyTests.BodyAsync("SLAB106", body);
}
