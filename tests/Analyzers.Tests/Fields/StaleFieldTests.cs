using Xunit;

namespace Slabwise.Analyzers.Tests.Fields;

public sealed class StaleFieldTests
{
    private const string Dispose = "public void Dispose() { if (_buf != null) { Pool.Return(_buf); _buf = null!; } }";

    [Theory]
    [InlineData("bool _open; public void Reset() { [|Pool.Return(_buf)|]; _open = false; } public byte Read() => _buf[0]; public void Dispose() { if (_open) Pool.Return(_buf); _open = false; }")]
    [InlineData("bool _rented; public void Flush(Stream s) { s.Write(_buf); [|Pool.Return(_buf)|]; _rented = false; } public void Write(byte b) { _buf[_count++] = b; } public void Dispose() { if (_rented) Pool.Return(_buf); _rented = false; }")]
    public Task A_field_that_other_members_use_is_reported(string members) => FieldTest.MembersAsync("SLAB116", members);

    [Theory]
    [InlineData("Memory<byte> _view; public void Open(int n) { _buf = Pool.Rent(n); _view = _buf.AsMemory(0, n); } public void Reset() { [|Pool.Return(_buf)|]; _buf = null!; } public byte Read() => _view.Span[0];" + Dispose)]
    [InlineData("ArraySegment<byte> _view; public void Open(int n) { _view = new ArraySegment<byte>(_buf = Pool.Rent(n), 0, n); } public void Reset() { [|Pool.Return(_buf)|]; _buf = null!; } public byte Read(int i) => _view[i];" + Dispose)]
    public Task A_view_that_stays_behind_is_reported(string members) => FieldTest.MembersAsync("SLAB116", members);

    [Theory]
    [InlineData("Memory<byte> _view; public void Open(int n) { _buf = Pool.Rent(n); _view = _buf.AsMemory(0, n); } public void Reset() { Pool.Return(_buf); _buf = null!; _view = default; } public byte Read() => _view.Span[0];" + Dispose)]
    [InlineData("public void Reset() { Pool.Return(_buf); _buf = null!; } public byte Read() => _buf[0];" + Dispose)]
    [InlineData("public void Reset() { Pool.Return(_buf); _buf = Pool.Rent(9); } public byte Read() => _buf[0]; public void Dispose() { var b = _buf; _buf = null!; Pool.Return(b); }")]
    [InlineData("public void Reset() { Pool.Return(_buf); Init(); } void Init() => _buf = Pool.Rent(9); public byte Read() => _buf[0];" + Dispose)]
    [InlineData("bool _open = true; public void Reset() { if (!_open) return; _open = false; Pool.Return(_buf); } public byte Read() => _open ? _buf[0] : (byte)0; public void Dispose() { Reset(); }")]
    [InlineData("bool _open = true; void Check() { if (!_open) throw new InvalidOperationException(); } public void Reset() { Check(); _open = false; Pool.Return(_buf); } public byte Read() { Check(); return _buf[0]; } public void Dispose() { if (_open) Reset(); }")]
    [InlineData("public void Reset() { if (_count == 0) return; _count = 0; Pool.Return(_buf); } public byte Read(int i) { if (i >= _count) return 0; return _buf[i]; } public void Dispose() => Reset();")]
    [InlineData("public byte[] Detach() { var b = _buf; _buf = Pool.Rent(1); return b; } public byte Read() => _buf[0];" + Dispose)]
    public Task A_field_that_is_set_anew_or_guarded_is_silent(string members) => FieldTest.MembersAsync("SLAB116", members);
}
