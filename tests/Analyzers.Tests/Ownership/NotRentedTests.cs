using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class NotRentedTests
{
    [Theory]
    [InlineData("var a = new byte[n]; [|Pool.Return(a)|];")]
    [InlineData("byte[] a = [1, 2, 3]; [|Pool.Return(a)|];")]
    [InlineData("var a = given.AsSpan(0, n).ToArray(); a[0] = 1; [|Pool.Return(a)|];")]
    [InlineData("var a = Pool.Rent(n); var b = a.AsSpan(0, n).ToArray(); Pool.Return(a); [|Pool.Return(b)|];")]
    [InlineData("var a = Pool.Rent(n); int[] p = []; var b = new byte[n]; Pool.Return(a); a = b; [|Pool.Return(a)|];")]
    [InlineData("[|Pool.Return(given.ToArray())|];")]
    [InlineData("var a = System.Text.Encoding.UTF8.GetBytes(\"a\"); try { stream.Write(a); } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); Array.Resize(ref a, n * 2); [|Pool.Return(a)|];")]
    [InlineData("byte[] a = n > 256 ? Pool.Rent(n) : new byte[n]; a[0] = 1; [|Pool.Return(a)|];")]
    [InlineData("byte[] a; if (flag) a = Pool.Rent(n); else a = new byte[n]; stream.Write(a); [|Pool.Return(a)|];")]
    [InlineData("int value = 3; [|NativeMemory.Free(&value)|];")]
    [InlineData("int value = 3; int* p = &value; *p = 4; [|NativeMemory.Free(p)|];")]
    public Task What_was_made_here_is_reported_at_the_return(string body) => FamilyTests.BodyAsync("SLAB105", body);

    [Theory]
    [InlineData("byte[] a = n > 256 ? Pool.Rent(n) : new byte[n]; a[0] = 1; if (n > 256) Pool.Return(a);")]
    [InlineData("byte[] a = n > 256 ? Pool.Rent(n) : new byte[n]; a[0] = 1; if (n >= 257) Pool.Return(a);")]
    [InlineData("byte[] a = n > 256 ? Pool.Rent(n) : new byte[n]; a[0] = 1; if (a.Length > 256) Pool.Return(a);")]
    [InlineData("bool pooled = false; byte[] a; if (flag) { a = Pool.Rent(n); pooled = true; } else a = new byte[n]; if (pooled) Pool.Return(a);")]
    [InlineData("byte[] a = Array.Empty<byte>(); if (flag) a = Pool.Rent(n); Pool.Return(a);")]
    [InlineData("byte[] a = []; if (flag) a = Pool.Rent(n); Pool.Return(a);")]
    [InlineData("byte[]? rented = null; byte[] a = flag ? (rented = Pool.Rent(n)) : new byte[n]; a[0] = 1; if (rented is not null) Pool.Return(rented);")]
    [InlineData("var a = new byte[n]; a = Pool.Rent(n); Pool.Return(a);")]
    [InlineData("int* p = flag ? (int*)NativeMemory.Alloc(8) : null; NativeMemory.Free(p);")]
    public Task What_may_be_rented_is_silent(string body) => FamilyTests.BodyAsync("SLAB105", body);
}
