using Xunit;

namespace Slabwise.Analyzers.Tests.Fields;

/// <summary>Fields that are returned where they did not come from, or lost where a new rental takes their place.</summary>
public sealed class FieldPoolTests
{
    [Theory]
    [InlineData("sealed unsafe class C : IDisposable { void* _p = NativeMemory.AlignedAlloc(64, 64); public void Dispose() { [|NativeMemory.Free(_p)|]; _p = null; } }")]
    [InlineData("sealed unsafe class C : IDisposable { nint _p = Marshal.AllocHGlobal(64); public void Dispose() { Free(); } void Free() { if (_p == 0) return; [|NativeMemory.Free((void*)_p)|]; _p = 0; } }")]
    [InlineData("sealed class C : IDisposable { nint _p; public C() { _p = Marshal.StringToHGlobalAnsi(\"\"); } public void Dispose() { nint p = Interlocked.Exchange(ref _p, 0); [|Marshal.FreeCoTaskMem(p)|]; } }")]
    [InlineData("sealed class C(ArrayPool<byte> given) : IDisposable { readonly ArrayPool<byte> _pool = ArrayPool<byte>.Create(); byte[]? _b; public void Open(int n) { _b = _pool.Rent(n); } public void Dispose() { if (_b != null) [|ArrayPool<byte>.Shared.Return(_b)|]; _b = null; } ArrayPool<byte> Given => given; }")]
    public Task A_field_that_goes_elsewhere_is_reported(string source) => FieldTest.SourceAsync("SLAB104", source);

    [Theory]
    [InlineData("sealed unsafe class C : IDisposable { void* _p; public C(bool a) { if (a) _p = NativeMemory.AlignedAlloc(64, 64); else _p = NativeMemory.Alloc(64); } public void Dispose() { NativeMemory.Free(_p); _p = null; } }")]
    [InlineData("sealed unsafe class C : IDisposable { void* _p; public C(void* p) { _p = p; } public void Open() { _p = NativeMemory.AlignedAlloc(8, 8); } public void Dispose() { NativeMemory.Free(_p); _p = null; } }")]
    [InlineData("sealed class C(ArrayPool<byte> pool) : IDisposable { byte[]? _b = pool.Rent(9); public void Dispose() { if (_b != null) pool.Return(_b); _b = null; } }")]
    [InlineData("sealed class C : IDisposable { static readonly ArrayPool<byte> s_pool = ArrayPool<byte>.Shared; byte[]? _b = s_pool.Rent(9); public void Dispose() { if (_b != null) ArrayPool<byte>.Shared.Return(_b); _b = null; } }")]
    public Task A_field_that_may_go_home_is_silent(string source) => FieldTest.SourceAsync("SLAB104", source);

    private const string Dispose = " public void Dispose() { var b = _buf; _buf = null!; if (b != null) Pool.Return(b); }";

    [Theory]
    [InlineData("public void Grow() { var old = _buf; [|_buf = Pool.Rent(old.Length * 2)|]; old.CopyTo(_buf, 0); }")]
    [InlineData("public void Grow() { byte[] larger = Pool.Rent(_buf.Length * 2); _buf.AsSpan().CopyTo(larger); [|_buf = larger|]; }")]
    [InlineData("void Grow() { var next = Pool.Rent(_count * 2); Array.Copy(_buf, next, _count); [|_buf = next|]; } public void Add() { if (_count == _buf.Length) Grow(); }")]
    public Task An_array_that_a_larger_one_replaces_is_reported(string members) => FieldTest.MembersAsync("SLAB106", members + Dispose);

    [Theory]
    [InlineData("public void Open(int n) { _buf = Pool.Rent(n); }")]
    [InlineData("public void Open(int n) { _buf ??= Pool.Rent(n); _buf[0] = 1; }")]
    [InlineData("public void Open(int n) { if (_buf == null || _buf.Length < n) { if (_buf != null) Pool.Return(_buf); _buf = null!; _buf = Pool.Rent(n); } }")]
    [InlineData("public void Grow(bool given) { var old = _buf; _buf = Pool.Rent(old.Length * 2); old.CopyTo(_buf, 0); if (!given) Pool.Return(old); }")]
    [InlineData("readonly List<byte[]> _old = []; public void Grow() { var old = _buf; _buf = Pool.Rent(old.Length * 2); old.CopyTo(_buf, 0); _old.Add(old); }")]
    [InlineData("public byte[] Next() { var old = _buf; old[0] = 1; _buf = Pool.Rent(9); return old; }")]
    public Task What_is_handed_on_or_not_there_is_silent(string members) => FieldTest.MembersAsync("SLAB106", members + Dispose);
}
