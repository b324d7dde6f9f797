using Slabwise.Analyzers.Rules.Threads;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Threads;

public sealed class ThreadStateTests
{
    [Theory]
    [InlineData("[ThreadStatic] static Pooled<Quote> t_quote; void M() { t_quote = {|SLAB203:Quote.Rent()|}; }")]
    [InlineData("[ThreadStatic] static SearchRequest? t_request; void M() { var r = SearchRequest.Rent(); t_request = {|SLAB203:r|}; }")]
    [InlineData("[ThreadStatic] static Arena? t_arena; static Arena Mine => t_arena ??= {|SLAB203:new Arena()|};")]
    [InlineData("[ThreadStatic] static byte[]? t_buffer; void M() => t_buffer ??= {|SLAB203:ArrayPool<byte>.Shared.Rent(9)|};")]
    [InlineData("[ThreadStatic] static IntPtr t_scratch; void M() => t_scratch = {|SLAB203:System.Runtime.InteropServices.Marshal.AllocHGlobal(64)|};")]
    [InlineData("static readonly AsyncLocal<IMemoryOwner<byte>> s_owner = new(); void M() { var owner = MemoryPool<byte>.Shared.Rent(9); s_owner.Value = {|SLAB203:owner|}; }")]
    [InlineData("static readonly ThreadLocal<Arena> s_arena = new(() => {|SLAB203:new Arena()|});")]
    [InlineData("static readonly AsyncLocal<byte[]> s_buffer = new(); void M() { s_buffer.Value = {|SLAB203:ArrayPool<byte>.Shared.Rent(9)|}; ArrayPool<byte>.Shared.Return(new byte[16]); }")]
    [InlineData("static readonly AsyncLocal<Arena?> s_arena = new(); void M(Arena arena) { s_arena.Value = {|SLAB203:arena|}; }")]
    public Task Rental_in_the_state_of_a_thread_or_a_flow_is_reported(string members) => VerifyAsync(members);

    [Theory]
    [InlineData("[ThreadStatic] static Pooled<Quote> t_quote; void M() { t_quote = Quote.Rent(); } void N() => Quote.Return(t_quote);")]
    [InlineData("[ThreadStatic] static Arena? t_arena; void M() => t_arena = new Arena(); void N() => t_arena?.Dispose();")]
    [InlineData("static readonly ThreadLocal<Arena> s_arena = new(() => new Arena(), true); void N() { foreach (var a in s_arena.Values) a.Dispose(); }")]
    [InlineData("[ThreadStatic] static byte[]? t_buffer; void M() => t_buffer ??= new byte[9];")]
    [InlineData("[ThreadStatic] static SearchRequest? t_request; void M() => t_request = null;")]
    [InlineData("static readonly AsyncLocal<string> s_name = new(); void M() => s_name.Value = \"x\";")]
    [InlineData("Pooled<Quote> _quote; void M() => _quote = Quote.Rent();")]
    public Task State_that_is_cared_for_or_holds_no_rental_is_silent(string members) => VerifyAsync(members);

    [Theory]
    [InlineData("byte[] _b = []; ~Code() => {|SLAB204:ArrayPool<byte>.Shared.Return(_b)|};")]
    [InlineData("byte[]? _b; ~Code() { var b = _b; if (b != null) {|SLAB204:ArrayPool<byte>.Shared.Return(b)|}; }")]
    [InlineData("Pooled<Quote> _q; ~Code() => {|SLAB204:Quote.Return(_q)|};")]
    [InlineData("Pooled<Quote> _q; ~Code() => {|SLAB204:_q.Dispose()|};")]
    [InlineData("IMemoryOwner<byte>? _o = MemoryPool<byte>.Shared.Rent(9); ~Code() => _o?{|SLAB204:.Dispose()|};")]
    [InlineData("Arena _a = new(); ~Code() => {|SLAB204:_a.Dispose()|};")]
    [InlineData("byte[]? _b; ~Code() => Dispose(false); void Dispose(bool disposing) { if (_b != null) { {|SLAB204:ArrayPool<byte>.Shared.Return(_b)|}; _b = null; } }")]
    [InlineData("byte[] _b = []; bool _d; ~Code() => Dispose(false); void Dispose(bool disposing) { if (_d) return; if (disposing) { } else {|SLAB204:ArrayPool<byte>.Shared.Return(_b)|}; _d = true; }")]
    public Task Return_on_the_finalizer_thread_is_reported(string members) => VerifyAsync(members);

    [Theory]
    [InlineData("byte[] _b = []; ~Code() => Dispose(false); void Dispose(bool disposing) { if (disposing) ArrayPool<byte>.Shared.Return(_b); }")]
    [InlineData("byte[]? _b; ~Code() => Dispose(false); void Dispose(bool disposing) { if (disposing && _b != null) ArrayPool<byte>.Shared.Return(_b); }")]
    [InlineData("byte[]? _b; ~Code() => Dispose(false); void Dispose(bool disposing) { if (!disposing) return; ArrayPool<byte>.Shared.Return(_b!); }")]
    [InlineData("byte[] _b = []; void Dispose(bool disposing) { ArrayPool<byte>.Shared.Return(_b); }")]
    [InlineData("~Code() { var b = ArrayPool<byte>.Shared.Rent(9); try { b[0] = 1; } finally { ArrayPool<byte>.Shared.Return(b); } }")]
    [InlineData("unsafe void* _p; unsafe ~Code() => System.Runtime.InteropServices.NativeMemory.Free(_p);")]
    [InlineData("IMemoryOwner<byte>? _o; ~Code() => _o?.Dispose();")]
    public Task Return_by_dispose_and_free_of_native_memory_are_silent(string members) => VerifyAsync(members);

    private static Task VerifyAsync(string members) => new AnalyzerTest<ThreadAnalyzer> { Sources = [SlabwiseStub.Source] }.VerifyAsync($$"""
        using System.Buffers;
        using Demo;
        using Slabwise;
        class Code
        {
            {{members}}
        }
        """);
}
