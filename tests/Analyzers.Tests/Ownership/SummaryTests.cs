using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

/// <summary>Helpers of the same compilation are looked into.</summary>
public sealed class SummaryTests
{
    private const string Helpers = """
        static void Give(byte[] a) => Pool.Return(a);
        static void GiveChecked(byte[]? a) { if (a != null) { Array.Clear(a); Pool.Return(a, clearArray: true); } }
        static void GiveThroughAnother(byte[] a) => Give(a);
        static void GiveMaybe(byte[] a, bool really) { if (really) Pool.Return(a); }
        static void Read(byte[] a) { int x = a[0]; }
        static int Measure(byte[] a) => a.Length;
        static byte[] Same(byte[] a) { a[0] = 1; return a; }
        static byte[]? s_kept;
        static void Keep(byte[] a) => s_kept = a;
        static byte[] Get(int n) { var a = Pool.Rent(n); a[0] = 0; return a; }
        static byte[] GetEither(int n) => n > 256 ? Pool.Rent(n) : new byte[n];
        static byte[]? GetOrNone(int n) { if (n == 0) return null; return Pool.Rent(n); }
        static byte[] GetThroughAnother(int n) => Get(n + 1);
        static byte[] GetAndKeep(int n) { var a = Pool.Rent(n); s_kept = a; return a; }
        static void Recurse(byte[] a, int n) { if (n > 0) Recurse(a, n - 1); else Pool.Return(a); }
        static void Free(nint p) { if (p != 0) Marshal.FreeHGlobal(p); }
        static nint Copy(string s) => Marshal.StringToHGlobalAnsi(s);
        """;

    [Theory]
    [InlineData("SLAB102", "var a = Pool.Rent(n); Give(a); [|Give(a)|];")]
    [InlineData("SLAB102", "var a = Pool.Rent(n); Give(a); [|Pool.Return(a)|];")]
    [InlineData("SLAB102", "Give(given); [|Give(given)|];")]
    [InlineData("SLAB102", "var a = Pool.Rent(n); GiveThroughAnother(a); [|GiveChecked(a)|];")]
    [InlineData("SLAB102", "var a = Pool.Rent(n); Same(a); Pool.Return(a); [|Pool.Return(Same(a))|];", "SLAB102")]
    [InlineData("SLAB102", "nint p = Marshal.AllocHGlobal(n); Free(p); [|Free(p)|];")]
    [InlineData("SLAB103", "var a = Pool.Rent(n); Give(a); [|a[0]|] = 1;")]
    [InlineData("SLAB103", "var a = Pool.Rent(n); Pool.Return(a); Read([|a|]);")]
    [InlineData("SLAB101", "var a = [|Pool.Rent(n)|]; Read(a); int m = Measure(a);")]
    [InlineData("SLAB101", "var a = [|Pool.Rent(n)|]; Read(a); if (flag) return; Give(a);")]
    [InlineData("SLAB101", "var a = [|Get(n)|]; a[0] = 1;")]
    [InlineData("SLAB101", "var a = [|GetThroughAnother(n)|]; if (flag) return; Give(a);")]
    [InlineData("SLAB101", "var a = [|GetOrNone(n)|]; Read(a!);")]
    [InlineData("SLAB101", "nint p = [|Copy(\"a\")|]; Marshal.ReadByte(p);")]
    [InlineData("SLAB110", "[|Get(n)|];")]
    [InlineData("SLAB105", "var a = new byte[n]; [|Give(a)|];")]
    public Task A_defect_across_methods_is_reported_where_the_caller_errs(string id, string body, string? only = null) =>
        FamilyTests.BodyAsync(id, body, Helpers, only);

    [Theory]
    [InlineData("var a = Pool.Rent(n); try { Read(a); } finally { Give(a); }")]
    [InlineData("var a = Pool.Rent(n); GiveMaybe(a, flag); if (!flag) Pool.Return(a);")]
    [InlineData("var a = Pool.Rent(n); Keep(a);")]
    [InlineData("var a = Get(n); GiveChecked(a);")]
    [InlineData("var a = GetEither(n); a[0] = 1;")]
    [InlineData("var a = GetAndKeep(n); a[0] = 1;")]
    [InlineData("var a = GetOrNone(n); if (a != null) Give(a);")]
    [InlineData("var a = Pool.Rent(n); Recurse(a, n);")]
    [InlineData("var a = Pool.Rent(n); Pool.Return(a); int m = Measure(a);")]
    [InlineData("nint p = Copy(\"a\"); try { Marshal.ReadByte(p); } finally { Free(p); }")]
    [InlineData("var a = Pool.Rent(n); var b = Same(a); Pool.Return(b);")]
    public Task Sound_use_of_helpers_is_silent(string body) => FamilyTests.BodyAsync("SLAB101", body, Helpers);

    [Fact]
    public async Task A_helper_of_a_project_in_the_same_solution_is_no_part_of_this_compilation()
    {
        const string Library = "public static class Lent { public static byte[] Get(int n) => System.Buffers.ArrayPool<byte>.Shared.Rent(n); }";
        AnalyzerTest<OwnershipAnalyzer> test = new()
        {
            DefaultId = "SLAB101",
            Sources = [SlabwiseStub.Source],
            References = [TestCompilation.Create([Library]).ToMetadataReference()],
        };
        await test.VerifyAsync(OwnershipTest.Wrap("int M(int n) { var a = Lent.Get(n); Pool.Return(a); return n; } byte First(int n) { var a = Lent.Get(n); return a[0]; }"));
    }
}
