using Xunit;

namespace Slabwise.Analyzers.Tests.Fields;

public sealed class UnreturnedFieldTests
{
    [Theory]
    [InlineData("sealed class C { readonly byte[] _b = [|ArrayPool<byte>.Shared.Rent(9)|]; public int Sum() { int s = 0; foreach (byte b in _b) s += b; return s + _b[0]; } }")]
    [InlineData("sealed class C { byte[]? _b; public void Work(int n, Stream s) { _b = [|ArrayPool<byte>.Shared.Rent(n)|]; s.ReadExactly(_b, 0, n); } public ReadOnlySpan<byte> Data => _b; }")]
    [InlineData("sealed class C : IDisposable { readonly byte[] _b; public C(int n) { _b = [|ArrayPool<byte>.Shared.Rent(n)|]; } public void Dispose() { _b.AsSpan().Clear(); } }")]
    [InlineData("sealed class C { byte[]? _b; byte[] Get() => throw null!; public void Work(int n) { _b ??= [|ArrayPool<byte>.Shared.Rent(n)|]; var b = _b; b[0] = 1; } }")]
    [InlineData("sealed class C(MemoryPool<byte> p) { readonly IMemoryOwner<byte> _o = [|p.Rent(9)|]; public int Length => _o.Memory.Length; }")]
    [InlineData("sealed unsafe class C { readonly byte* _p = (byte*)[|NativeMemory.Alloc(9)|]; public byte this[int i] { get => _p[i]; set => _p[i] = value; } }")]
    [InlineData("sealed class C { private byte[] B { get; set; } = [|ArrayPool<byte>.Shared.Rent(9)|]; public byte First => B[0]; }")]
    public Task A_rental_that_no_member_returns_is_reported(string source) => FieldTest.SourceAsync("SLAB112", source);

    [Theory]
    [InlineData("sealed class C { byte[]? _b = ArrayPool<byte>.Shared.Rent(9); public void Free() { var b = _b; _b = null; if (b != null) ArrayPool<byte>.Shared.Return(b); } }")]
    [InlineData("sealed class C { byte[]? _b = ArrayPool<byte>.Shared.Rent(9); public byte[]? Take() => _b; }")]
    [InlineData("sealed class C { internal byte[]? _b = ArrayPool<byte>.Shared.Rent(9); } static class D { static void Free(C c) => ArrayPool<byte>.Shared.Return(c._b!); }")]
    [InlineData("sealed class C { static readonly byte[] s_b = ArrayPool<byte>.Shared.Rent(9); public byte First => s_b[0]; }")]
    [InlineData("sealed class C { byte[] _b = ArrayPool<byte>.Shared.Rent(9); void Other(object o) { } public void Free() => Other(_b); }")]
    [InlineData("sealed class C { byte[]? _b = ArrayPool<byte>.Shared.Rent(9); public void Free() { Release(ref _b); } static void Release(ref byte[]? b) { ArrayPool<byte>.Shared.Return(b!); b = null; } }")]
    [InlineData("sealed class C { byte[]? _b = ArrayPool<byte>.Shared.Rent(9); public static void Free(C c) { ArrayPool<byte>.Shared.Return(c._b!); c._b = null; } }")]
    [InlineData("sealed class C { byte[] _b = ArrayPool<byte>.Shared.Rent(9); static readonly Stack<C> s_pool = new(); public static C Get() => s_pool.Pop(); public byte First => _b[0]; }")]
    [InlineData("sealed class C { byte[] _b = ArrayPool<byte>.Shared.Rent(9); sealed class Inner(C c) { public void Free() { ArrayPool<byte>.Shared.Return(c._b); c._b = null!; } } }")]
    [InlineData("sealed class C { byte[] _b = ArrayPool<byte>.Shared.Rent(9); Action? _f; void M() => _f = () => { ArrayPool<byte>.Shared.Return(_b); _b = null!; }; }")]
    [InlineData("sealed class C(MemoryPool<byte> p) { IMemoryOwner<byte>? _o = p.Rent(9); public void Dispose() { _o?.Dispose(); _o = null; } }")]
    [InlineData("sealed class C { byte[] _b = new byte[9]; public void M(int n) { var b = ArrayPool<byte>.Shared.Rent(n); _b[0] = b[0]; ArrayPool<byte>.Shared.Return(b); } }")]
    [InlineData("partial class C { byte[] _b = ArrayPool<byte>.Shared.Rent(9); } partial class C : IDisposable { public void Dispose() { ArrayPool<byte>.Shared.Return(_b); _b = null!; } }")]
    public Task A_rental_that_may_be_returned_is_silent(string source) => FieldTest.SourceAsync("SLAB112", source);
}
