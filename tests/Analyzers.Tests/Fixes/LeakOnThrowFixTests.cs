using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.Analyzers.Tests.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class LeakOnThrowFixTests
{
    [Theory]
    [InlineData("byte* p = (byte*)[|NativeMemory.Alloc(8)|];", "UnknownSpan(new Span<byte>(p, 8));", "NativeMemory.Free(p);")]
    [InlineData("void* p = [|NativeMemory.AlignedAlloc(64, 64)|];", "UnknownSpan(new Span<byte>(p, 8));", "NativeMemory.AlignedFree(p);")]
    [InlineData("IntPtr p = [|Marshal.AllocHGlobal(8)|];", "stream.ReadByte();", "Marshal.FreeHGlobal(p);")]
    [InlineData("nint p = [|Marshal.StringToCoTaskMemUTF8(\"a\")|];", "stream.ReadByte();", "Marshal.FreeCoTaskMem(p);")]
    public Task Native_memory_goes_back_in_a_finally(string rent, string work, string free) => Fix().VerifyAsync(
        Method($"""
                    {rent}
                    {work}
                    {free}
            """),
        Method($$"""
                    {{rent.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)}}
                    try
                    {
                        {{work}}
                    }
                    finally
                    {
                        {{free}}
                    }
            """));

    [Fact]
    public Task An_owner_becomes_a_using() => Fix().VerifyAsync(
        Method("""
                    var owner = [|MemoryPool<byte>.Shared.Rent(9)|];
                    stream.Read(owner.Memory.Span);
                    owner.Dispose();
            """),
        Method("""
                    using var owner = MemoryPool<byte>.Shared.Rent(9);
                    stream.Read(owner.Memory.Span);
            """));

    [Theory]
    [InlineData("void* p = [|NativeMemory.Alloc(8)|]; stream.ReadByte(); if (n > 3) { _kept = p; return; } NativeMemory.Free(p);")]
    [InlineData("byte* p = (byte*)[|NativeMemory.Alloc(8)|]; byte* q = p; stream.ReadByte(); NativeMemory.Free(q);")]
    [InlineData("void* p = [|NativeMemory.Alloc(8)|]; stream.ReadByte(); p = NativeMemory.Realloc(p, 9); NativeMemory.Free(p);")]
    public Task What_somebody_else_may_get_is_left_alone(string body) => Fix().VerifyNoFixAsync(Method(body));

    [Fact]
    public Task A_method_that_frees_what_it_hands_out_is_not_made() => new CodeFixTest<OwnershipAnalyzer, LeakFix> { Analyzer = OwnershipTest.For("SLAB101", "SLAB101") }.VerifyNoFixAsync(
        OwnershipTest.Wrap("byte[]? Method(int n) { var a = [|Pool.Rent(n)|]; if (n > 3) return a; return null; }"));

    private static CodeFixTest<OwnershipAnalyzer, LeakFix> Fix() => new() { Analyzer = OwnershipTest.For("SLAB111", "SLAB111") };

    private static string Method(string body) => "using System.Runtime.InteropServices;\n" + OwnershipTest.Wrap($$"""
        static void* _kept;
            void Method(int n, Stream stream)
            {
        {{body}}
            }
        """);
}
