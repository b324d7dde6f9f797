using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class LeakOnThrowTests
{
    [Theory]
    [InlineData("void* p = [|NativeMemory.Alloc(8)|]; UnknownSpan(new Span<byte>(p, 8)); NativeMemory.Free(p);")]
    [InlineData("IntPtr p = [|Marshal.AllocHGlobal(8)|]; if (n > 3) throw new ArgumentException(); Marshal.FreeHGlobal(p);")]
    [InlineData("var o = [|MemoryPool<byte>.Shared.Rent(n)|]; stream.Read(o.Memory.Span); o.Dispose();")]
    [InlineData("var h = [|Quote.Rent()|]; stream.ReadByte(); Quote.Return(h);")]
    [InlineData("nint p = [|Marshal.AllocHGlobal(8)|]; if (Query(p) != 0) throw new InvalidOperationException(); Marshal.FreeHGlobal(p);")]
    public Task A_call_between_rent_and_return_is_reported(string body) => FamilyTests.BodyAsync("SLAB111", body, "[DllImport(\"x\")] static extern int Submit(nint p); [DllImport(\"x\")] static extern int Query(nint p);");

    [Theory]
    [InlineData("void* p = NativeMemory.Alloc(8); *(int*)p = 1; NativeMemory.Free(p);")]
    [InlineData("void* p = NativeMemory.Alloc(8); try { stream.ReadByte(); } finally { NativeMemory.Free(p); }")]
    [InlineData("void* p = NativeMemory.Alloc(8); try { stream.ReadByte(); } catch { NativeMemory.Free(p); throw; } NativeMemory.Free(p);")]
    [InlineData("using var o = MemoryPool<byte>.Shared.Rent(n); stream.Read(o.Memory.Span);")]
    [InlineData("foreach (int x in new int[3].AsSpan()) { using var l = Quote.Lease(); l.Value.Id = x; }")]
    [InlineData("foreach (byte[] x in _list) { using var l = Quote.Lease(); l.Value.Id = x[0]; }")]
    [InlineData("var o = {|SLAB101:MemoryPool<byte>.Shared.Rent(n)|}; stream.Read(o.Memory.Span);")]
    [InlineData("var l = {|SLAB108:Quote.Lease()|}; stream.ReadByte(); l.Dispose();")]
    [InlineData("void* p = NativeMemory.Alloc(8); try { *(int*)p = 1; } catch (IOException) { return; } NativeMemory.Free(p);")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); Submit(p);")]
    [InlineData("var a = Pool.Rent(n); stream.Read(a); Pool.Return(a);")]
    [InlineData("IMemoryOwner<byte>? o = null; try { o = MemoryPool<byte>.Shared.Rent(n); stream.Read(o.Memory.Span); } finally { o?.Dispose(); }")]
    public Task A_handler_that_returns_it_or_an_array_is_silent(string body) => FamilyTests.BodyAsync("SLAB111", body, "[DllImport(\"x\")] static extern int Submit(nint p); [DllImport(\"x\")] static extern int Query(nint p);");

    [Fact]
    public Task Arrays_are_reported_where_the_option_asks() => FamilyTests.BodyAsync(
        "SLAB111", "var a = [|Pool.Rent(n)|]; stream.Read(a); Pool.Return(a);", option: ("slabwise.SLAB111.array_pool", "true"));
}
