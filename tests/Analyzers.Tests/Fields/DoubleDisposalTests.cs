using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fields;

public sealed class DoubleDisposalTests
{
    [Theory]
    [InlineData("public void Dispose() => [|Pool.Return(_buf)|];")]
    [InlineData("public void Dispose() { if (_buf != null) [|Pool.Return(_buf)|]; }")]
    [InlineData("public void Dispose() { if (_buf is { } b) { b.AsSpan().Clear(); [|Pool.Return(b)|]; } }")]
    [InlineData("public void Close() { [|Pool.Return(_buf)|]; _count = 0; }")]
    [InlineData("public void Dispose() { ReturnBuffer(); GC.SuppressFinalize(this); } void ReturnBuffer() { if (_buf.Length > 0) [|Pool.Return(_buf)|]; }")]
    [InlineData("public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } protected virtual void Dispose(bool disposing) { if (disposing) [|Pool.Return(_buf)|]; }")]
    [InlineData("bool _disposed; public void Dispose() { if (_disposed) return; [|Pool.Return(_buf)|]; }")]
    [InlineData("bool _disposed; public void Dispose() { if (!_disposed) { _disposed = true; Close(); } } public void Close() { [|Pool.Return(_buf)|]; }")]
    [InlineData("public ValueTask DisposeAsync() { [|Pool.Return(_buf)|]; return default; }")]
    [InlineData("public async ValueTask DisposeAsync() { await Task.Yield(); [|Pool.Return(_buf)|]; }")]
    [InlineData("object _gate = new(); public void Dispose() { lock (_gate) { [|Pool.Return(_buf)|]; } }")]
    [InlineData("public void Dispose() { try { Console.WriteLine(); } finally { [|Pool.Return(_buf)|]; } }")]
    [InlineData("public void Dispose() { foreach (int i in new[] { 1 }) Console.WriteLine(i); [|Pool.Return(_buf)|]; }")]
    public Task A_disposal_that_does_not_remember_is_reported(string members) => FieldTest.MembersAsync("SLAB115", members);

    [Theory]
    [InlineData("public void Reset() { [|Pool.Return(_buf)|]; _count = 0; } public void Dispose() { if (_buf != null) { Pool.Return(_buf); _buf = null!; } }")]
    [InlineData("bool _disposed; public void Finish() { [|Pool.Return(_buf)|]; } public void Dispose() { if (_disposed) return; _disposed = true; Pool.Return(_buf); }")]
    [InlineData("public void Work(int n) { _buf = Pool.Rent(n); try { Touch(); } finally { [|Pool.Return(_buf)|]; } } public void Dispose() { if (_buf != null) { Pool.Return(_buf); _buf = null!; } }")]
    public Task A_method_that_leaves_the_field_to_the_disposal_is_reported(string members) => FieldTest.MembersAsync("SLAB115", members);

    [Theory]
    [InlineData("public void Dispose() { Pool.Return(_buf); _buf = null!; }")]
    [InlineData("public void Dispose() { var b = _buf; _buf = null!; if (b != null) Pool.Return(b); }")]
    [InlineData("public void Dispose() { var b = Interlocked.Exchange(ref _buf, null!); if (b != null) Pool.Return(b); }")]
    [InlineData("public void Dispose() { if (Interlocked.Exchange(ref _buf, null!) is { } b) Pool.Return(b); }")]
    [InlineData("public void Dispose() { var b = _buf; if (b != null && Interlocked.CompareExchange(ref _buf, null!, b) == b) Pool.Return(b); }")]
    [InlineData("bool _disposed; public void Dispose() { if (_disposed) return; _disposed = true; Pool.Return(_buf); }")]
    [InlineData("bool _disposed; public void Dispose() { if (!_disposed) { Pool.Return(_buf); } _disposed = true; }")]
    [InlineData("int _disposed; public void Dispose() { if (Interlocked.Exchange(ref _disposed, 1) == 0) Pool.Return(_buf); }")]
    [InlineData("int _disposed; public void Dispose() { if (Interlocked.CompareExchange(ref _disposed, 1, 0) != 0) return; Pool.Return(_buf); }")]
    [InlineData("int _state; void Open() => _state = 1; public void Dispose() { if (Interlocked.CompareExchange(ref _state, 2, 1) == 1) Pool.Return(_buf); }")]
    [InlineData("int _disposed; bool Enter() => Interlocked.Exchange(ref _disposed, 1) == 0; public void Dispose() { if (Enter()) Pool.Return(_buf); }")]
    [InlineData("public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } bool _done; protected virtual void Dispose(bool disposing) { if (_done) return; if (disposing) Pool.Return(_buf); _done = true; }")]
    [InlineData("Stream? _s; void Open() => _s = Stream.Null; public void Dispose() { if (_s == null) return; _s = null; Pool.Return(_buf); }")]
    [InlineData("public bool IsDisposed { get; private set; } public void Dispose() { if (IsDisposed) return; IsDisposed = true; Pool.Return(_buf); }")]
    [InlineData("enum State { Open, Closed } State _state; public void Dispose() { if (_state == State.Closed) return; _state = State.Closed; Pool.Return(_buf); }")]
    [InlineData("enum State { Open, Closed } State _state; public void Dispose() { switch (_state) { case State.Open: Pool.Return(_buf); break; } _state = State.Closed; }")]
    [InlineData("readonly List<int> _list = []; public void Dispose() { if (_list.Count == 0) return; _list.Clear(); Pool.Return(_buf); }")]
    [InlineData("int _refs = 1; public void Dispose() { if (--_refs == 0) Pool.Return(_buf); }")]
    [InlineData("int _refs = 1; public void Dispose() { if (Interlocked.Decrement(ref _refs) == 0) Pool.Return(_buf); }")]
    [InlineData("bool _disposed; void Check() { if (_disposed) throw new ObjectDisposedException(null); } public void Close() { Check(); _disposed = true; Pool.Return(_buf); }")]
    [InlineData("bool _disposed; public void Close() { ObjectDisposedException.ThrowIf(_disposed, this); _disposed = true; Pool.Return(_buf); }")]
    [InlineData("public void Dispose() { ReturnBuffer(ref _buf); } static void ReturnBuffer(ref byte[] b) { var old = b; b = null!; if (old != null) Pool.Return(old); }")]
    [InlineData("public void Dispose() { (var b, _buf) = (_buf, null!); if (b != null) Pool.Return(b); }")]
    [InlineData("Action? _onDone; public void Dispose() { _onDone?.Invoke(); } void Register() { _onDone = () => Pool.Return(_buf); }")]
    [InlineData("bool _owned; public void Dispose() { if (_owned) { _owned = false; Pool.Return(_buf); } } void Own() => _owned = true;")]
    [InlineData("public void Dispose() { Pool.Return(_buf); _buf = Array.Empty<byte>(); }")]
    [InlineData("protected virtual bool TryClose() => _count++ == 0; public void Dispose() { if (TryClose()) Pool.Return(_buf); }")]
    public Task A_disposal_that_remembers_is_silent(string members) => FieldTest.MembersAsync("SLAB115", members);

    [Fact]
    public Task A_readonly_field_needs_a_flag() => FieldTest.SourceAsync("SLAB115", """
        sealed class Rented(int n) : IDisposable
        {
            private readonly byte[] _array = ArrayPool<byte>.Shared.Rent(n);
            public void Dispose() => [|ArrayPool<byte>.Shared.Return(_array)|];
        }
        """);

    [Fact]
    public Task A_stream_is_disposed_as_often_as_anybody_likes() => FieldTest.SourceAsync("SLAB115", """
        sealed class Buffered : MemoryStream
        {
            private readonly byte[] _cache = ArrayPool<byte>.Shared.Rent(32_768);
            protected override void Dispose(bool disposing)
            {
                if (disposing) [|ArrayPool<byte>.Shared.Return(_cache)|];
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task Close_that_calls_the_base_disposes_as_well() => FieldTest.SourceAsync("SLAB102", """
        sealed class Buffered : MemoryStream
        {
            private byte[]? _cache = ArrayPool<byte>.Shared.Rent(32_768);
            public override void Close()
            {
                ArrayPool<byte>.Shared.Return(_cache!);
                [|base.Close()|];
                _cache = null;
            }
            protected override void Dispose(bool disposing)
            {
                if (_cache != null) ArrayPool<byte>.Shared.Return(_cache);
                _cache = null;
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task A_base_in_source_that_calls_once_is_trusted() => FieldTest.SourceAsync("SLAB115", """
        abstract class Base : IDisposable
        {
            private bool _disposed;
            public void Dispose() { if (!_disposed) { _disposed = true; Dispose(true); } }
            protected virtual void Dispose(bool disposing) { }
        }
        sealed class Derived : Base
        {
            private readonly byte[] _cache = ArrayPool<byte>.Shared.Rent(32_768);
            protected override void Dispose(bool disposing) { ArrayPool<byte>.Shared.Return(_cache); }
        }
        """);

    [Fact]
    public Task A_finalizer_frees_again_what_was_not_suppressed() => FieldTest.SourceAsync("SLAB115", """
        sealed unsafe class Native : IDisposable
        {
            private nint _p = Marshal.AllocHGlobal(100);
            private bool _disposed;
            public void Dispose() { if (_disposed) return; _disposed = true; [|Marshal.FreeHGlobal(_p)|]; }
            ~Native() { Marshal.FreeHGlobal(_p); }
        }
        """);

    [Theory]
    [InlineData("readonly ref struct R { readonly byte[] _a; public R(int n) { _a = ArrayPool<byte>.Shared.Rent(n); } public void Dispose() => ArrayPool<byte>.Shared.Return(_a); }")]
    [InlineData("ref struct R { byte[]? _a; public void Dispose() { var a = _a; this = default; if (a != null) ArrayPool<byte>.Shared.Return(a); } }")]
    [InlineData("struct R { byte[]? _a; public void Dispose() { if (_a != null) ArrayPool<byte>.Shared.Return(_a); this = default; } }")]
    [InlineData("sealed class E : IEnumerator<int> { byte[] _a = ArrayPool<byte>.Shared.Rent(9); public int Current => _a[0]; object System.Collections.IEnumerator.Current => 1; public bool MoveNext() => false; public void Reset() { } public void Dispose() => ArrayPool<byte>.Shared.Return(_a); }")]
    [InlineData("sealed class O(MemoryPool<byte> p) { IMemoryOwner<byte> _o = p.Rent(9); public void Dispose() => _o.Dispose(); }")]
    [InlineData("sealed unsafe class N : IDisposable { void* _p = NativeMemory.Alloc(9); public void Dispose() { if (_p != null) { NativeMemory.Free(_p); _p = null; } } }")]
    [InlineData("sealed class N : IDisposable { nint _p = Marshal.AllocHGlobal(9); public void Dispose() { if (_p != IntPtr.Zero) { Marshal.FreeHGlobal(_p); _p = IntPtr.Zero; } } }")]
    [InlineData("sealed class N : IDisposable { nint _p = Marshal.AllocHGlobal(9); public void Dispose() { Free(); GC.SuppressFinalize(this); } ~N() => Free(); void Free() { nint p = Interlocked.Exchange(ref _p, 0); if (p != 0) Marshal.FreeHGlobal(p); } }")]
    public Task Known_idioms_are_silent(string source) => FieldTest.SourceAsync("SLAB115", source);

    [Theory]
    [InlineData("sealed unsafe class N : IDisposable { void* _p = NativeMemory.Alloc(9); public void Dispose() { [|NativeMemory.Free(_p)|]; } }")]
    [InlineData("sealed class N : IDisposable { readonly IntPtr _p = Marshal.AllocHGlobal(9); public void Dispose() { if (_p != IntPtr.Zero) [|Marshal.FreeHGlobal(_p)|]; } }")]
    [InlineData("sealed class N : IDisposable { Pooled<Quote> _q = Quote.Rent(); public void Dispose() { [|Quote.Return(_q)|]; } }")]
    [InlineData("struct R : IDisposable { byte[] _a; public R(int n) { _a = ArrayPool<byte>.Shared.Rent(n); } public void Dispose() => [|ArrayPool<byte>.Shared.Return(_a)|]; }")]
    public Task Other_families_are_followed_too(string source) => FieldTest.SourceAsync("SLAB115", source);

    [Theory]
    [InlineData("List<Part> _parts = []; public void Clear() { foreach (Part p in _parts) p.Dispose(); _parts.Clear(); }", DiagnosticSeverity.Info)]
    [InlineData("List<object?> _all = []; public T At<T>(int i) => (T)_all[i]!; List<Part> _parts = []; public void Clear() { foreach (Part p in _parts) p.Dispose(); }", DiagnosticSeverity.Info)]
    [InlineData("public IDisposable Open() => new Part();", DiagnosticSeverity.Warning)]
    public async Task A_type_that_nobody_else_can_hold_is_told_but_not_warned(string members, DiagnosticSeverity severity)
    {
        Diagnostic found = Assert.Single(await FieldTest.SourceAsync("SLAB115",
            $"class Whole {{ {members} private class Part : IDisposable {{ readonly byte[] _a = ArrayPool<byte>.Shared.Rent(9); public void Dispose() => [|ArrayPool<byte>.Shared.Return(_a)|]; }} }}"));
        Assert.Equal(severity, found.Severity);
    }

    [Theory]
    [InlineData("internal class Part : IDisposable", "")]
    [InlineData("private class Part : Base", "override")]
    [InlineData("private class Part : IDisposable, ICloneable", "")]
    public async Task A_type_that_others_can_hold_is_warned(string head, string modifier)
    {
        Diagnostic found = Assert.Single(await FieldTest.SourceAsync("SLAB115", $$"""
            abstract class Base : IDisposable { public abstract void Dispose(); }
            class Whole
            {
                {{head}}
                {
                    readonly byte[] _a = ArrayPool<byte>.Shared.Rent(9);
                    public object Clone() => this;
                    public {{modifier}} void Dispose() => [|ArrayPool<byte>.Shared.Return(_a)|];
                }
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    [Fact]
    public async Task A_readonly_struct_is_told_but_not_warned()
    {
        Diagnostic found = Assert.Single(await FieldTest.SourceAsync("SLAB115",
            "readonly struct R { readonly byte[] _a; public R(int n) { _a = ArrayPool<byte>.Shared.Rent(n); } public void Dispose() => [|ArrayPool<byte>.Shared.Return(_a)|]; }"));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
    }
}
