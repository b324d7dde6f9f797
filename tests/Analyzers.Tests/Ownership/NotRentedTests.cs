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
    [InlineData("[|Pool.Return(given[..n])|];")]
    [InlineData("var a = Pool.Rent(n); var b = (byte[])a.Clone(); Pool.Return(a); [|Pool.Return(b)|];")]
    [InlineData("byte* p = stackalloc byte[8]; *p = 4; [|NativeMemory.Free(p)|];")]
    [InlineData("fixed (byte* p = given) { [|NativeMemory.Free(p)|]; }")]
    [InlineData("fixed (byte* p = &given[1]) { [|NativeMemory.Free(p)|]; }")]
    [InlineData("var h = GCHandle.Alloc(given, GCHandleType.Pinned); nint p = h.AddrOfPinnedObject(); [|Marshal.FreeHGlobal(p)|];")]
    public Task What_was_made_here_is_reported_at_the_return(string body) => FamilyTests.BodyAsync("SLAB105", body);

    [Theory]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); [|NativeMemory.Free(p + 1)|];")]
    [InlineData("int* p = (int*)NativeMemory.Alloc(8); [|NativeMemory.Free(&p[1])|];")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); byte* q = 4 + p; *q = 1; [|NativeMemory.Free(q)|];")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); *p++ = 1; *p++ = 2; [|NativeMemory.Free(p)|];")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); p += 4; [|NativeMemory.Free(p)|];")]
    [InlineData("IntPtr p = Marshal.AllocHGlobal(8); try { Marshal.WriteByte(p, 3); } finally { [|Marshal.FreeHGlobal(IntPtr.Add(p, 4))|]; }")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); if (flag) p += 4; else p += 2; [|Marshal.FreeHGlobal(p)|];")]
    public Task A_free_behind_the_start_is_reported(string body) => FamilyTests.BodyAsync("SLAB105", body);

    [Theory]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); byte* q = p + 4; NativeMemory.Free(q - 4);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); p++; p--; NativeMemory.Free(p);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); if (flag) p++; NativeMemory.Free(flag ? p - 1 : p);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); p += n; NativeMemory.Free(p);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); byte* q = p; while (n-- > 0) *q++ = 1; NativeMemory.Free(p);")]
    [InlineData("byte** p = (byte**)NativeMemory.Alloc(8); byte** q = p + 1; q[-1] = (byte*)p; NativeMemory.Free(q[-1]);")]
    [InlineData("Span<byte> s = stackalloc byte[8]; byte* p = (byte*)NativeMemory.Alloc(8); NativeMemory.Free(p);")]
    [InlineData("byte* p = flag ? (byte*)NativeMemory.Alloc(8) : null; if (p != null) NativeMemory.Free(p);")]
    [InlineData("byte* s = stackalloc byte[8]; byte* p = n > 8 ? (byte*)NativeMemory.Alloc((nuint)n) : s; *p = 1; if (n > 8) NativeMemory.Free(p);")]
    [InlineData("byte* s = stackalloc byte[8]; byte* p = s; if (n > 8) p = (byte*)NativeMemory.Alloc((nuint)n); if (p != s) NativeMemory.Free(p);")]
    public Task A_free_of_the_start_is_silent(string body) => FamilyTests.BodyAsync("SLAB105", body);

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
