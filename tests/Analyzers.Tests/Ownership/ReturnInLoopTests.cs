using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class ReturnInLoopTests
{
    [Theory]
    [InlineData("var a = Pool.Rent(n); for (int i = 0; i < n; i++) { a[0] = 1; [|Pool.Return(a)|]; }")]
    [InlineData("var a = Pool.Rent(n); foreach (var x in _list) { x[0] = a[0]; [|Pool.Return(a)|]; }")]
    [InlineData("for (int i = 0; i < n; i++) { [|Pool.Return(given)|]; }")]
    [InlineData("var a = Pool.Rent(n); while (stream.ReadByte() > 0) { try { stream.Write(a, 0, n); } finally { [|Pool.Return(a)|]; } }")]
    [InlineData("void* p = NativeMemory.Alloc(8); do { *(int*)p = 1; [|NativeMemory.Free(p)|]; } while (n-- > 0);")]
    public Task A_return_in_every_round_is_reported(string body) => FamilyTests.BodyAsync("SLAB117", body, only: "SLAB117");

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { var a = Pool.Rent(n); Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); while (true) { if (stream.Read(a) == 0) { Pool.Return(a); return; } }")]
    [InlineData("var a = Pool.Rent(n); for (int i = 0; i < n; i++) { a[0] = 1; if (i == n - 1) Pool.Return(a); }")]
    [InlineData("var a = Pool.Rent(n); for (int i = 0; i < n; i++) { Pool.Return(a); a = Pool.Rent(i); } Pool.Return(a);")]
    [InlineData("byte[]? a = Pool.Rent(n); while (stream.ReadByte() > 0) { if (a != null) { Pool.Return(a); a = null; } }")]
    [InlineData("foreach (var x in _list) Pool.Return(x);")]
    [InlineData("for (int i = 0; i < n; i++) Pool.Return(_list[i]);")]
    public Task A_loop_that_returns_something_else_each_time_is_silent(string body) => FamilyTests.BodyAsync("SLAB117", body, only: "SLAB117");
}
