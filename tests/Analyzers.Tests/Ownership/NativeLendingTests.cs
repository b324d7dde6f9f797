using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class NativeLendingTests
{
    private const string Externs = """
        [DllImport("x")] static extern int Query(nint p); [DllImport("x")] static extern int Fill(void* p); [DllImport("x")] static extern int Submit(nint p);
        [DllImport("x")] static extern int Read(byte[] a, int n); [DllImport("x")] static extern int Take([Owned] nint p); [DllImport("x")] static extern int Look([Borrowed] nint p);
        """;

    [Theory]
    [InlineData("nint p = [|Marshal.AllocHGlobal(8)|]; Query(p); n = Marshal.ReadInt32(p);")]
    [InlineData("void* p = [|NativeMemory.Alloc(8)|]; if (Fill(p) != 0) return; n = *(int*)p;")]
    [InlineData("Query([|Marshal.StringToHGlobalAnsi(\"a\")|]);")]
    [InlineData("nint p = [|Marshal.AllocHGlobal(8)|]; ((delegate* unmanaged<nint, int>)n)(p);")]
    public async Task What_only_native_code_gets_is_told_but_not_warned(string body)
    {
        Diagnostic found = Assert.Single(await BodyAsync(body));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
        Assert.Contains("freed nowhere", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nint p = [|Marshal.AllocHGlobal(8)|]; Look(p);")]
    [InlineData("var a = [|Pool.Rent(n)|]; Read(a, n);")]
    public async Task What_native_code_borrows_is_a_leak(string body) => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(await BodyAsync(body)).Severity);

    [Theory]
    [InlineData("nint p = Marshal.AllocHGlobal(8); Take(p);")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); Submit(p);")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); Query(p); _kept = p;")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); if (Query(p) != 0) Marshal.FreeHGlobal(p);")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); Query(p); if (flag) _kept = p;")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); try { Query(p); } finally { Marshal.FreeHGlobal(p); }")]
    [InlineData("nint p = Query2(Marshal.AllocHGlobal(8)); nint Query2(nint q) { Query(q); return q; }")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); ((delegate*<nint, int>)n)(p);")]
    public Task What_somebody_else_gets_or_frees_is_silent(string body) => BodyAsync(body);

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> BodyAsync(string body) =>
        OwnershipTest.For("SLAB101", "SLAB101").VerifyAsync("using System.Runtime.InteropServices;\n" + OwnershipTest.Wrap($"static nint _kept; {Externs} void Method(nint n, bool flag) {{ {body.Replace("Pool.Rent(n)", "Pool.Rent(8)", StringComparison.Ordinal).Replace("Read(a, n)", "Read(a, 8)", StringComparison.Ordinal)} }}"));
}
