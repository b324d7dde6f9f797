using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class WrongPoolTests
{
    private const string Fields = """
        static readonly ArrayPool<byte> s_own = ArrayPool<byte>.Create();
        static readonly ArrayPool<byte> s_other = ArrayPool<byte>.Create(1024, 8);
        readonly ArrayPool<byte> _given;
        Code(ArrayPool<byte> given) => _given = given;
        """;

    [Theory]
    [InlineData("var a = s_own.Rent(n); [|ArrayPool<byte>.Shared.Return(a)|];")]
    [InlineData("var a = Pool.Rent(n); [|s_own.Return(a)|];")]
    [InlineData("var a = s_own.Rent(n); [|s_other.Return(a)|];")]
    [InlineData("var a = _given.Rent(n); try { a[0] = 1; } finally { [|Pool.Return(a)|]; }")]
    [InlineData("var own = ArrayPool<byte>.Create(); var a = own.Rent(n); [|Pool.Return(a)|];")]
    [InlineData("var a = flag ? s_own.Rent(n) : null; if (a != null) [|Pool.Return(a)|];")]
    [InlineData("byte[] a = flag ? s_own.Rent(n) : Pool.Rent(n); [|Pool.Return(a)|];")]
    [InlineData("void* p = NativeMemory.AlignedAlloc(8, 64); [|NativeMemory.Free(p)|];")]
    [InlineData("void* p = NativeMemory.Alloc(8); [|NativeMemory.AlignedFree(p)|];")]
    [InlineData("IntPtr p = Marshal.AllocHGlobal(8); [|NativeMemory.Free((void*)p)|];")]
    [InlineData("IntPtr p = Marshal.AllocCoTaskMem(8); [|Marshal.FreeHGlobal(p)|];")]
    [InlineData("IntPtr p = Marshal.StringToBSTR(\"a\"); [|Marshal.FreeCoTaskMem(p)|];")]
    [InlineData("void* p = NativeMemory.AlignedAlloc(8, 64); p = [|NativeMemory.Realloc(p, 16)|]; NativeMemory.Free(p);")]
    public Task Another_pool_is_reported(string body) => BodyAsync(body);

    [Theory]
    [InlineData("var a = s_own.Rent(n); s_own.Return(a);")]
    [InlineData("var a = Pool.Rent(n); ArrayPool<byte>.Shared.Return(a);")]
    [InlineData("var a = _given.Rent(n); s_own.Return(a);")]
    [InlineData("var own = s_own; var a = own.Rent(n); own.Return(a);")]
    [InlineData("var a = flag ? s_own.Rent(n) : Pool.Rent(n); if (flag) s_own.Return(a); else Pool.Return(a);")]
    [InlineData("var p = flag ? s_own : Pool; var a = p.Rent(n); p.Return(a);")]
    [InlineData("IntPtr p = Marshal.StringToHGlobalAnsi(\"a\"); Marshal.ZeroFreeGlobalAllocAnsi(p);")]
    [InlineData("IntPtr p = flag ? Marshal.AllocHGlobal(8) : Marshal.AllocCoTaskMem(8); if (flag) Marshal.FreeHGlobal(p); else Marshal.FreeCoTaskMem(p);")]
    public Task Its_own_pool_is_silent(string body) => BodyAsync(body);

    private static Task BodyAsync(string body) =>
        FamilyTests.BodyAsync("SLAB104", body, Fields);
}
